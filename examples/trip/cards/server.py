"""The cards service: a participant of sagas in Python, on SQLite. It answers GraphQL at /graphql.

Environment: INTERNAL_PUBLIC_KEYS, the JSON Web Key Set of the services that may call it; PORT, by default 8009; HOST,
by default 127.0.0.1; DATA_DIR, the folder of its database, by default ./data.
"""

import json
import os
import sqlite3
import sys
import traceback
from contextlib import closing
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from graphql import GraphQLError, build_schema, graphql_sync

import barrier
import cards
from barrier import Call, Refused
from tokens import Callers, Unauthenticated

SDL = (Path(__file__).parent / "schema.graphql").read_text()

# What a Federation subgraph has beside its own SDL.
FEDERATION = """
directive @link(url: String!, import: [String!]) repeatable on SCHEMA
directive @inaccessible on FIELD_DEFINITION | OBJECT | INPUT_OBJECT | ENUM
directive @shareable on FIELD_DEFINITION | OBJECT
type _Service { sdl: String! }
extend type Query { _service: _Service! }
"""
MAX_BODY_BYTES = 1_048_576
# SQLite's codes for a locked database and for a full disk: nothing was changed, and the caller tries again.
OBSTACLES = {sqlite3.SQLITE_BUSY: "BUSY", sqlite3.SQLITE_LOCKED: "BUSY", sqlite3.SQLITE_FULL: "STORE_FULL"}


def parse_instant(value: object) -> datetime:
    """An instant with an offset; without one it could mean any time zone."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError("DateTime must be an instant in ISO 8601, such as 2026-03-01T09:30:00Z.")
    return moment


def make_schema():
    schema = build_schema(FEDERATION + SDL, assume_valid_sdl=True)
    schema.type_map["DateTime"].parse_value = parse_instant
    return schema


SCHEMA = make_schema()


def resolvers(db: sqlite3.Connection, service: str) -> dict:
    """The root of one request, which uses this connection and acts for the calling service."""

    def only_coordinator() -> None:
        if service != "coordinator":
            raise Refused("FORBIDDEN", "Only the coordinator may do this.")

    def run_step(is_invoke: bool, work, step: dict, wanted: dict) -> dict:
        only_coordinator()
        call = Call(
            saga_id=step["sagaId"],
            step=step["step"],
            is_invoke=is_invoke,
            epoch=step["epoch"],
            deadline=step["deadline"],
            input=barrier.fingerprint(wanted),
        )
        return barrier.run_step(db, call, lambda: work(db, call, wanted))

    def step_records(_info, keys=None, since=None, first=20, after=None):
        only_coordinator()
        return barrier.step_records(db, keys, since, first, after)

    def forget_steps(_info, keys):
        only_coordinator()
        return barrier.forget_steps(db, keys)

    return {
        "_service": {"sdl": SDL},
        "charges": lambda _info, tripId: cards.charges_of(db, tripId),
        "chargeCard": lambda _info, step, input: run_step(True, cards.charge_card, step, input),
        "refundCard": lambda _info, step, input: run_step(False, cards.refund_card, step, input),
        "stepRecords": step_records,
        "forgetSteps": forget_steps,
    }


def shown(error: GraphQLError) -> dict:
    """An error as the client sees it, with its code; an unexpected one is logged and masked."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return {"message": error.message, "extensions": {"code": "BAD_USER_INPUT"}}
    if isinstance(cause, Refused):
        return {"message": str(cause), "extensions": {"code": cause.code}}
    obstacle = OBSTACLES.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if obstacle is not None:
        return {"message": "The database cannot be written for now.", "extensions": {"code": obstacle}}
    traceback.print_exception(cause)
    return {"message": "Something unexpected happened.", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections open
    wbufsize = -1  # sends an answer in one piece
    timeout = 75  # closes a connection after so many seconds of silence
    callers: Callers
    database: str

    def do_GET(self):
        self.answer(*((200, {"status": "up"}) if self.path == "/health" else (404, {})))

    def do_POST(self):
        try:
            length = int(self.headers.get("content-length", ""))
            if self.path != "/graphql" or not 0 <= length <= MAX_BODY_BYTES:
                raise ValueError
            body = json.loads(self.rfile.read(length))
            query, variables = str(body["query"]), body.get("variables")
        except (ValueError, KeyError, TypeError, AttributeError):
            self.close_connection = True
            message = "The request must be a POST to /graphql with a query, as JSON of at most 1 MiB."
            return self.answer(400, {"errors": [{"message": message, "extensions": {"code": "BAD_USER_INPUT"}}]})
        try:
            service = self.callers.service(self.headers.get("authorization"))
        except Unauthenticated as error:
            refusal = {"message": str(error), "extensions": {"code": "UNAUTHENTICATED"}}
            return self.answer(401, {"errors": [refusal]})
        with closing(barrier.open_database(self.database)) as db:
            result = graphql_sync(SCHEMA, query, resolvers(db, service), variable_values=variables)
        if result.errors:
            return self.answer(200, {"data": result.data, "errors": [shown(error) for error in result.errors]})
        return self.answer(200, {"data": result.data})

    def answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(content)))
        self.send_header("x-service-time", barrier.instant())
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Logs nothing: nobody reads a line per request."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # a coordinator may open many connections at once


def main() -> None:
    folder = Path(os.environ.get("DATA_DIR") or "data")
    folder.mkdir(parents=True, exist_ok=True)
    keys = os.environ.get("INTERNAL_PUBLIC_KEYS")
    if not keys:
        sys.exit("INTERNAL_PUBLIC_KEYS must be the JSON Web Key Set of those who may call.")
    Handler.callers = Callers(json.loads(keys), "cards")
    Handler.database = str(folder / "cards.sqlite")
    with closing(barrier.open_database(Handler.database)) as db:
        barrier.create_tables(db, cards.TABLE)
    address = (os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or "8009"))
    with Server(address, Handler) as server:
        url = f"http://{address[0]}:{server.server_port}"
        print(json.dumps({"url": url, "msg": "listening"}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
