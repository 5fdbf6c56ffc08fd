/** Why an engine refused a single write; its place in the commit is known further up. */
export class Refused extends Error {
  readonly reason: 'duplicate' | 'guard';

  constructor(reason: 'duplicate' | 'guard') {
    super(reason);
    this.reason = reason;
  }
}
