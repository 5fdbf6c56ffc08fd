import { pick, type Draws } from './draws.ts';

/** Every kind of fault, with its description in reports. */
export const faultKinds = {
  crash: 'dies',
  'crash-in-flight': 'dies while the commit is on its way, and the commit is performed',
  'crash-waiting': 'dies while it waits for the answer',
  stop: 'stops in good order',
  freeze: 'is frozen',
  'clock-jump': 'has its clock jump forward',
  'clock-back': 'has its clock set back, a thousand times as far as it says',
  'store-lost': 'does not reach its store',
  'commit-unknown': 'commits and does not learn that it has',
  'commit-late': 'gives a commit up that is performed later all the same',
  'disk-full': 'finds its disk full from here on',
  'store-slow': 'waits long for its store',
  'feed-breaks': 'has its changefeed break',
  'request-lost': 'has its request lost',
  'connection-refused': 'is refused the connection',
  'connection-reset': 'loses the connection, and the request arrives later',
  'request-late': 'has its request delayed',
  'request-doubled': 'has its request arrive twice',
  'reply-lost': 'has the reply lost',
  'reply-late': 'has the reply delayed',
  garbled: 'gets a garbled answer',
  overloaded: 'is told to come again later',
  busy: 'finds the participant busy',
  'provider-request-lost': 'does not reach the third party',
  'provider-reply-lost': 'does not learn what the third party did',
  'provider-slow': 'waits long for the third party',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** A fault at one point of a schedule. */
export interface Fault {
  /** The point: who does what, for the n-th time. */
  readonly point: string;
  readonly kind: FaultKind;
  /** How long the fault lasts, in ms, if it is of a kind that lasts. */
  readonly ms: number;
}

/** A fault that has happened. */
export interface InjectedFault extends Fault {
  /** When the fault happened, in ms since the beginning of the schedule. */
  readonly at: number;
}

/** The possible durations of faults, in ms: shorter and longer than attempts, leases and windows. */
export const durations = [20, 120, 400, 1_500, 4_000, 10_000] as const;

export interface FaultTraits {
  /** The probability of a fault at each point. */
  readonly rate: number;
  /** The most faults in the schedule. */
  readonly budget: number;
  /** The kinds that may happen in this schedule. */
  readonly kinds: ReadonlySet<FaultKind>;
}

/** Decides on the fault at a point, by a draw or by a list. */
export type FaultChoice = (point: string, kinds: readonly FaultKind[], weight: number) => Fault | undefined;

/** Creates a choice that draws faults until their budget is spent. */
export const drawnFaults = (draws: Draws, { rate, budget, kinds: enabled }: FaultTraits): FaultChoice => {
  let left = budget;
  return (point, kinds, weight) => {
    if (left === 0 || draws(point) >= rate * weight) return undefined;
    const possible = kinds.filter((kind) => enabled.has(kind));
    if (possible.length === 0) return undefined;
    left -= 1;
    const kind = pick(possible, draws(`${point}?`));
    return { point, kind, ms: pick(durations, draws(`${point}!`)) };
  };
};

/** Creates a choice of the given faults and no others. */
export const listedFaults = (faults: readonly Fault[]): FaultChoice => {
  const byPoint = new Map(faults.map((fault) => [fault.point, fault]));
  return (point, kinds) => {
    const fault = byPoint.get(point);
    return fault !== undefined && kinds.includes(fault.kind) ? fault : undefined;
  };
};

/** Injects a schedule's faults: numbers the points, and records the faults that happened. */
export class Faults {
  readonly injected: InjectedFault[] = [];
  readonly #choose: FaultChoice;
  readonly #happen: (fault: Fault) => number;
  readonly #visits = new Map<string, number>();
  #over = false;

  /** `happen` is called with each fault, and returns the present time. */
  constructor(choose: FaultChoice, happen: (fault: Fault) => number) {
    this.#choose = choose;
    this.#happen = happen;
  }

  /** Injects no more faults from now on. */
  end(): void {
    this.#over = true;
  }

  /** The fault at this place this time, if any; `weight` is its likelihood compared with other places. */
  at(place: string, kinds: readonly FaultKind[], weight = 1): Fault | undefined {
    if (this.#over) return undefined;
    const visit = (this.#visits.get(place) ?? 0) + 1;
    this.#visits.set(place, visit);
    const fault = this.#choose(`${place} #${visit}`, kinds, weight);
    if (fault !== undefined) this.injected.push({ ...fault, at: this.#happen(fault) });
    return fault;
  }
}
