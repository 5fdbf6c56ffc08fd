/** Somewhere that entries go to. */
export interface LogSink {
  /** Bytes that are taken and not yet gone. */
  readonly waiting: () => number;
  /** Never waits; false where the entry could not be taken. */
  readonly write: (entry: string) => boolean;
}
