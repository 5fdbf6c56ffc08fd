/** What clients were told of an order. */
export interface Told {
  readonly orderId: string;
  readonly sagaId: string;
  readonly key: string;
  /** Whether it can only end undone. */
  readonly isDoomed: boolean;
  /** Whether somebody was told that it is being cancelled. */
  cancelled: boolean;
  /** The units that sagas were to cancel of it, by saga. */
  readonly lineCancellations: Map<string, number>;
  /** What was to be given back as a gesture, in minor units, by saga. */
  readonly goodwill: Map<string, number>;
  /** The last report of each parcel that was taken. */
  readonly moved: Map<string, string>;
  /** How many units were accepted of each return that was received; none of those that were closed. */
  readonly returns: Map<string, number>;
  /** The last event of its placing, where a client has followed it to its end. */
  lastEvent?: string;
}

/** Everything that clients were told. */
export class Ledger {
  readonly orders = new Map<string, Told>();
  /** When orders were acknowledged for the first time, as of `performance.now()`, in order. */
  readonly acknowledgedAt: number[] = [];
  /** Requests that had to be repeated, by why; those of subscriptions begin with `subscription: `. */
  readonly repeated = new Map<string, number>();
  /** What clients have seen that must not be, in sentences. */
  readonly findings: string[] = [];
  followed = 0;
  resumed = 0;
  events = 0;
  cancellations = 0;
  refusedCancellations = 0;

  /** What happened to orders after they were placed, by what; refusals end with ` refused`. */
  readonly later = new Map<string, number>();

  acknowledge(told: Told): void {
    const known = this.orders.get(told.orderId);
    if (known !== undefined && known.key !== told.key)
      this.findings.push(`order ${told.orderId}: it was the answer to ${known.key} and to ${told.key}`);
    if (known !== undefined) return;
    this.orders.set(told.orderId, told);
    this.acknowledgedAt.push(performance.now());
  }

  countLater(what: string): void {
    this.later.set(what, (this.later.get(what) ?? 0) + 1);
  }

  countRepeated(code: string): void {
    this.repeated.set(code, (this.repeated.get(code) ?? 0) + 1);
  }
}
