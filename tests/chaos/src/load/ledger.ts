/** What clients were told about an order. */
export interface Told {
  readonly orderId: string;
  readonly sagaId: string;
  readonly key: string;
  /** Whether the order can only end undone. */
  readonly isDoomed: boolean;
  /** Whether a client was told that it is being cancelled. */
  cancelled: boolean;
  /** The units of it that each saga was to cancel. */
  readonly lineCancellations: Map<string, number>;
  /** What each saga was to give back as goodwill, in minor units. */
  readonly goodwill: Map<string, number>;
  /** The last accepted report on each parcel. */
  readonly moved: Map<string, string>;
  /** How many units of each received return were accepted; 0 of closed ones. */
  readonly returns: Map<string, number>;
  /** The last event of its placing saga, where a client has followed it to its end. */
  lastEvent?: string;
}

/** Everything that clients were told. */
export class Ledger {
  readonly orders = new Map<string, Told>();
  /** When each order was first acknowledged, as of `performance.now()`, in order. */
  readonly acknowledgedAt: number[] = [];
  /** How many requests had to be repeated, by reason; the reasons of subscriptions begin with `subscription: `. */
  readonly repeated = new Map<string, number>();
  /** Violations that clients have seen, in sentences. */
  readonly findings: string[] = [];
  followed = 0;
  resumed = 0;
  events = 0;
  cancellations = 0;
  refusedCancellations = 0;

  /** How often each thing happened to orders after they were placed; the names of refusals end with ` refused`. */
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
