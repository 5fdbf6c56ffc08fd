"""The step barrier on SQL tables: rules P12 to P29 of docs/participant-protocol.md, built on sqlite3 alone."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

TABLE = """
CREATE TABLE IF NOT EXISTS step_barrier (
  saga_id TEXT NOT NULL,
  step TEXT NOT NULL,
  epoch INTEGER NOT NULL,     -- the highest epoch that was answered
  recorded_at TEXT NOT NULL,  -- when the step was first heard of; never changes
  invoke_state TEXT NOT NULL, -- DONE, REJECTED or CANCELLED
  invoke_input TEXT,          -- its fingerprint
  invoke_response TEXT,       -- JSON
  compensate_input TEXT,
  compensate_response TEXT,   -- null until it was undone
  PRIMARY KEY (saga_id, step)
);
CREATE INDEX IF NOT EXISTS step_barrier_recorded ON step_barrier (recorded_at, saga_id, step);
"""

MAX_KEYS = 1000
MAX_PAGE = 100
NOTHING_UNDONE = {"undone": False}

Work = Callable[[], dict]


class Refused(Exception):
    """A call was refused and has changed nothing; the code says why."""

    def __init__(self, code: str, message: str | None = None):
        super().__init__(message or f"The call was refused: {code}.")
        self.code = code


@dataclass(frozen=True)
class Call:
    """One attempt of a step's operation."""

    saga_id: str
    step: str
    is_invoke: bool
    epoch: int
    deadline: datetime
    input: str  # the fingerprint of its input


def instant(moment: datetime | None = None) -> str:
    """An instant as ISO 8601 text in UTC with milliseconds, which sorts by time."""
    shown = (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
    return shown.replace("+00:00", "Z")


def fingerprint(value: dict) -> str:
    """A hash of an input that ignores the order of its keys, and whether a field is null or absent (P15)."""

    def without_nulls(part):
        if isinstance(part, dict):
            return {key: without_nulls(item) for key, item in part.items() if item is not None}
        return [without_nulls(item) for item in part] if isinstance(part, list) else part

    text = json.dumps(without_nulls(value), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def open_database(path: str) -> sqlite3.Connection:
    """A connection whose commits are on disk when they return (P30); it waits two seconds for other writers."""
    db = sqlite3.connect(path, timeout=2, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA synchronous = FULL")
    return db


def create_tables(db: sqlite3.Connection, tables: str) -> None:
    """Creates the barrier's table in the same database as the business's, so that one transaction covers both."""
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(TABLE + tables)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction that takes the write lock first, so that what it reads stays true until it commits (P25, P26)."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # SQLite rolls back by itself when the disk is full
            db.execute("ROLLBACK")
        raise


def run_step(db: sqlite3.Connection, call: Call, work: Work) -> dict:
    """Does the work at most once, in one transaction with its record; every repetition gets the first answer."""
    with transaction(db):
        record = db.execute(
            "SELECT * FROM step_barrier WHERE saga_id = ? AND step = ?", (call.saga_id, call.step)
        ).fetchone()
        if record is not None and call.epoch < record["epoch"]:
            raise Refused("STALE_EPOCH")
        known = (known_of_invoke if call.is_invoke else known_of_compensation)(record, call)
        if known is not None:
            raise_epoch(db, call)
            return known
        refuse_late(call)
        is_done = record is not None and record["invoke_state"] == "DONE"
        response = work() if call.is_invoke or is_done else NOTHING_UNDONE
        refuse_late(call)  # work takes time
        (record_invoke if call.is_invoke else record_compensation)(db, call, response)
        return response


def known_of_invoke(record: sqlite3.Row | None, call: Call) -> dict | None:
    """The first answer; None if the invoke is still to be done."""
    if record is None:
        return None
    if record["invoke_state"] == "CANCELLED":
        raise Refused("STEP_CANCELLED")
    if record["invoke_input"] != call.input:
        raise Refused("KEY_PARAMETER_MISMATCH")
    if record["compensate_response"] is not None:
        raise Refused("STEP_CANCELLED")
    return json.loads(record["invoke_response"])


def known_of_compensation(record: sqlite3.Row | None, call: Call) -> dict | None:
    """The first answer; None if there is something to undo or a tombstone to leave."""
    if record is None or record["compensate_response"] is None:
        return None
    if record["compensate_input"] != call.input:
        raise Refused("KEY_PARAMETER_MISMATCH")
    return json.loads(record["compensate_response"])


def refuse_late(call: Call) -> None:
    if datetime.now(UTC) > call.deadline:
        raise Refused("DEADLINE_EXCEEDED")


def raise_epoch(db: sqlite3.Connection, call: Call) -> None:
    db.execute(
        "UPDATE step_barrier SET epoch = ? WHERE saga_id = ? AND step = ?", (call.epoch, call.saga_id, call.step)
    )


def record_invoke(db: sqlite3.Connection, call: Call, response: dict) -> None:
    state = "REJECTED" if response.get("rejection") else "DONE"
    db.execute(
        "INSERT INTO step_barrier (saga_id, step, epoch, recorded_at, invoke_state, invoke_input, invoke_response)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (call.saga_id, call.step, call.epoch, instant(), state, call.input, json.dumps(response)),
    )


def record_compensation(db: sqlite3.Connection, call: Call, response: dict) -> None:
    """Records it beside the invoke; if that never came, leaves a tombstone that refuses it from now on (P19)."""
    db.execute(
        "INSERT INTO step_barrier"
        " (saga_id, step, epoch, recorded_at, invoke_state, compensate_input, compensate_response)"
        " VALUES (?, ?, ?, ?, 'CANCELLED', ?, ?)"
        " ON CONFLICT DO UPDATE SET epoch = excluded.epoch,"
        " compensate_input = excluded.compensate_input, compensate_response = excluded.compensate_response",
        (call.saga_id, call.step, call.epoch, instant(), call.input, json.dumps(response)),
    )


def split_keys(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Saga id and step name of each key; a step's name may contain colons, a saga's id never does."""
    if len(keys) > MAX_KEYS:
        raise Refused("BAD_USER_INPUT", f"keys must be at most {MAX_KEYS}.")
    return [tuple(key.partition(":")[::2]) for key in dict.fromkeys(keys)]


def step_records(
    db: sqlite3.Connection, keys: Sequence[str] | None, since: datetime | None, first: int, after: str | None
) -> dict:
    """A page of the records, in the order in which they were made (P27, P28)."""
    if not 1 <= first <= MAX_PAGE:
        raise Refused("BAD_USER_INPUT", f"first must be 1 to {MAX_PAGE}.")
    conditions, values = ["TRUE"], []
    if keys is not None:
        conditions.append(f"(saga_id, step) IN (VALUES {', '.join(['(?, ?)'] * len(keys))})" if keys else "FALSE")
        values += [part for key in split_keys(keys) for part in key]
    if since is not None:
        conditions.append("recorded_at >= ?")
        values.append(instant(since))
    if after is not None:
        conditions.append("(recorded_at, saga_id, step) > (?, ?, ?)")
        values += place_of(after)
    rows = db.execute(
        f"SELECT * FROM step_barrier WHERE {' AND '.join(conditions)}"
        " ORDER BY recorded_at, saga_id, step LIMIT ?",
        (*values, first + 1),
    ).fetchall()
    page = rows[:first]
    return {
        "nodes": [
            {
                "sagaId": row["saga_id"],
                "step": row["step"],
                "epoch": row["epoch"],
                "invoke": row["invoke_state"],
                "compensated": row["compensate_response"] is not None,
                "recordedAt": row["recorded_at"],
            }
            for row in page
        ],
        "pageInfo": {
            "hasNextPage": len(rows) > first,
            "hasPreviousPage": after is not None,
            "startCursor": cursor_of(page[0]) if page else None,
            "endCursor": cursor_of(page[-1]) if page else None,
        },
    }


def cursor_of(row: sqlite3.Row) -> str:
    place = [row["recorded_at"], row["saga_id"], row["step"]]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def place_of(cursor: str) -> list[str]:
    try:
        recorded_at, saga_id, step = json.loads(base64.urlsafe_b64decode(cursor))
        return [str(recorded_at), str(saga_id), str(step)]
    except ValueError:
        raise Refused("BAD_USER_INPUT", "after is no cursor of this list.") from None


def forget_steps(db: sqlite3.Connection, keys: Sequence[str]) -> int:
    """Removes exactly these records; returns how many there were (P29)."""
    with transaction(db):
        return sum(
            db.execute("DELETE FROM step_barrier WHERE saga_id = ? AND step = ?", key).rowcount
            for key in split_keys(keys)
        )
