/** An engine refused a single write; the caller knows its index in the commit. */
export class Refused extends Error {
  readonly reason: 'duplicate' | 'guard';

  constructor(reason: 'duplicate' | 'guard') {
    super(reason);
    this.reason = reason;
  }
}
