import { BadUserInput, CodedError } from '@counterstep/primitives';

/** A write of a commit was refused; nothing was changed. */
export class WriteRejected extends CodedError {
  /** The index of the refused write in the commit. */
  readonly index: number;
  readonly reason: 'duplicate' | 'guard';

  constructor(index: number, reason: 'duplicate' | 'guard') {
    super('WRITE_REJECTED', `Write ${index} of the commit was refused: ${reason}.`);
    this.index = index;
    this.reason = reason;
  }
}

/** The database cannot be reached; it is unknown whether a commit happened. */
export class StoreUnavailable extends CodedError {
  constructor(
    message: string,
    options?: ErrorOptions,
    code: 'STORE_UNAVAILABLE' | 'STORE_FULL' | 'BUSY' = 'STORE_UNAVAILABLE',
  ) {
    super(code, message, options);
  }
}

/** Other writers held a document for longer than the commit waits; the commit has certainly changed nothing. */
export class StoreBusy extends StoreUnavailable {
  constructor(options?: ErrorOptions) {
    super('Others hold what is needed. Try again in a moment.', options, 'BUSY');
  }
}

/** The disk of the database is full; nothing was changed. */
export class StoreFull extends StoreUnavailable {
  constructor(message = 'The disk of the database is full.', options?: ErrorOptions) {
    super(message, options, 'STORE_FULL');
  }
}

/** Another process uses the same database file. */
export class StoreLocked extends CodedError {
  constructor(file: string) {
    super('STORE_LOCKED', `Another process uses ${file}. End it first, or choose another DATA_DIR.`);
  }
}

/** A cursor does not belong to the list that it was given for. */
export class InvalidCursor extends BadUserInput {
  constructor(argument: 'after' | 'before') {
    super('The cursor does not belong to this list.', [argument]);
  }
}
