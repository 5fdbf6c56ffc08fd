/** A rule does not hold; the message says what was seen, as one sentence without a full stop. */
export class Broken extends Error {}

/** Whether a rule holds cannot be seen here; the message says why. */
export class NotChecked extends Error {}
