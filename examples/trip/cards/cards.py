"""The business of this service: it charges cards and refunds charges."""

import sqlite3
from uuid import uuid4

from barrier import Call, instant

TABLE = """
CREATE TABLE IF NOT EXISTS charge (
  id TEXT PRIMARY KEY,
  saga_id TEXT NOT NULL,
  step TEXT NOT NULL,
  trip_id TEXT NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  charged_at TEXT NOT NULL,
  refunded_at TEXT,
  UNIQUE (saga_id, step)
);
CREATE INDEX IF NOT EXISTS charge_of_trip ON charge (trip_id, charged_at);
"""

DECLINED = {"code": "CARD_DECLINED", "message": "The card was declined."}


def charge_card(db: sqlite3.Connection, call: Call, wanted: dict) -> dict:
    """Charges a card; rejects before it writes anything, because a rejection promises that nothing happened."""
    if wanted["card"] == "card_declined":
        return {"rejection": DECLINED}
    charge_id = str(uuid4())
    db.execute(
        "INSERT INTO charge (id, saga_id, step, trip_id, amount, currency, charged_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (charge_id, call.saga_id, call.step, wanted["tripId"], wanted["amount"], wanted["currency"], instant()),
    )
    return {"chargeId": charge_id}


def refund_card(db: sqlite3.Connection, call: Call, _wanted: dict) -> dict:
    """Refunds what this very step has charged, and nothing that another saga has charged for the trip."""
    refunded = db.execute(
        "UPDATE charge SET refunded_at = ? WHERE saga_id = ? AND step = ? AND refunded_at IS NULL",
        (instant(), call.saga_id, call.step),
    )
    return {"undone": refunded.rowcount == 1}


def charges_of(db: sqlite3.Connection, trip_id: str) -> list[dict]:
    rows = db.execute("SELECT * FROM charge WHERE trip_id = ? ORDER BY charged_at, id", (trip_id,))
    return [
        {
            "id": row["id"],
            "amount": row["amount"],
            "currency": row["currency"],
            "refundedAt": row["refunded_at"],
        }
        for row in rows
    ]
