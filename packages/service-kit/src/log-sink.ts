/** A destination for log entries. */
export interface LogSink {
  /** How many accepted bytes are not written yet. */
  readonly waiting: () => number;
  /** Writes an entry without waiting; false if the entry could not be accepted. */
  readonly write: (entry: string) => boolean;
}
