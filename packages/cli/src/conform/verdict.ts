/** A rule is broken; the message says how, as one sentence without a full stop. */
export class Broken extends Error {}

/** A rule cannot be checked here; the message says why. */
export class NotChecked extends Error {}
