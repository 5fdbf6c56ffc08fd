import type { Random } from '@counterstep/primitives/testing';

/** A fault, `atMs` after the first order. */
export type Fault = { readonly atMs: number } & (
  | {
      readonly kind: 'kill';
      readonly service: string;
      readonly forMs: number;
      /** How long after its restart it is killed once more, ready or not, in ms. */
      readonly againAfterMs?: number;
    }
  | { readonly kind: 'freeze'; readonly service: string; readonly forMs: number }
  | { readonly kind: 'cut'; readonly hop: string }
  | { readonly kind: 'slow'; readonly hop: string; readonly byMs: number; readonly forMs: number }
  | { readonly kind: 'hold'; readonly hop: string; readonly forMs: number; readonly thenCut: boolean }
  | { readonly kind: 'full-disk'; readonly service: string; readonly forMs: number }
  | { readonly kind: 'step-down' }
  | { readonly kind: 'kill-member'; readonly forMs: number }
);

export type FaultKind = Fault['kind'];

/** The parts of the system that can fail. */
export interface Surface {
  readonly services: readonly string[];
  readonly hops: readonly string[];
  readonly disks: readonly string[];
  readonly mongo: boolean;
}

export interface Wanted {
  readonly durationMs: number;
  /** How many kills of services there are in all. */
  readonly kills: number;
  /** How long a coordinator owns a saga without renewing its lease, in ms. */
  readonly leaseMs: number;
}

const LONGEST_FREEZE_MS = 20_000;
/** How many faults of each other kind there are per kill of a service. */
const perKill = {
  freeze: 0.25,
  cut: 0.5,
  slow: 0.3,
  hold: 0.3,
  'full-disk': 0.2,
  'step-down': 0.15,
  'kill-member': 0.08,
} as const;

const isCoordinator = (service: string): boolean => service.startsWith('coordinator');

/** The target of a fault; two faults of one target must not overlap. */
export const targetOf = (fault: Fault): string => {
  if (fault.kind === 'full-disk') return `disk of ${fault.service}`;
  if ('service' in fault) return fault.service;
  return 'hop' in fault ? fault.hop : 'mongo';
};

/** Draws all faults, in order of time; none begins in the last twentieth. */
export function drawSchedule(random: Random, surface: Surface, wanted: Wanted): readonly Fault[] {
  const latestMs = Math.floor(wanted.durationMs * 0.95);
  const placed: Fault[] = [];
  for (const fault of drawFaults(random, surface, wanted)) {
    const others = placed.filter((other) => targetOf(other) === targetOf(fault));
    // A fault whose target has no free time left waits for its turn when it is performed.
    let moved = fault;
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      moved = { ...fault, atMs: random.integer(0, latestMs) };
      if (others.every((other) => areApart(moved, other))) break;
    }
    placed.push(moved);
  }
  return placed.sort((one, other) => one.atMs - other.atMs);
}

const MOST_TRIES = 30;
/** The time in which a target works again after a fault, in ms. */
const BREATH_MS = 2_000;

const areApart = (one: Fault, other: Fault): boolean => {
  const [first, second] = one.atMs < other.atMs ? [one, other] : [other, one];
  return second.atMs >= first.atMs + ('forMs' in first ? first.forMs : 0) + BREATH_MS;
};

/** Draws the faults; their times are drawn later. */
function drawFaults(random: Random, surface: Surface, wanted: Wanted): readonly Fault[] {
  const { kills } = wanted;
  const times = <Drawn>(share: number, draw: () => Drawn): readonly Drawn[] =>
    Array.from({ length: kills === 0 ? 0 : Math.max(1, Math.round(kills * share)) }, draw);
  // Recovery is about coordinators, so they get more than their share of the faults of processes.
  const service = (): string =>
    random.integer(1, 10) === 1
      ? random.pick(surface.services.filter(isCoordinator))
      : random.pick(surface.services);
  const atMs = 0;
  const hop = (): string => random.pick(surface.hops);
  const cut = (): Fault => ({ kind: 'cut', atMs, hop: hop() });
  const slow = (): Fault => {
    const [byMs, forMs] = [random.integer(20, 1500), random.integer(1000, 6000)];
    return { kind: 'slow', atMs, hop: hop(), byMs, forMs };
  };
  const hold = (): Fault => {
    const [forMs, thenCut] = [random.integer(500, 8000), random.integer(0, 1) === 0];
    return { kind: 'hold', atMs, hop: hop(), forMs, thenCut };
  };
  const full = (): Fault => {
    const forMs = random.integer(500, 8000);
    return { kind: 'full-disk', atMs, service: random.pick(surface.disks), forMs };
  };
  const stepDown = (): Fault => ({ kind: 'step-down', atMs });
  const killMember = (): Fault => ({ kind: 'kill-member', atMs, forMs: random.integer(500, 6000) });
  return [
    ...drawKills(random, kills, service),
    ...times(perKill.freeze, () => drawFreeze(random, service(), wanted)),
    ...times(perKill.cut, cut),
    ...times(perKill.slow, slow),
    ...times(perKill.hold, hold),
    ...(surface.disks.length > 0 ? times(perKill['full-disk'], full) : []),
    ...(surface.mongo ? times(perKill['step-down'], stepDown) : []),
    ...(surface.mongo ? times(perKill['kill-member'], killMember) : []),
  ];
}

/** Draws exactly so many kills; some kill a service twice. */
function drawKills(random: Random, kills: number, service: () => string): readonly Fault[] {
  const faults: Fault[] = [];
  for (let left = kills; left > 0;) {
    const forMs = random.integer(0, 2000);
    const twice = left > 1 && random.integer(1, 4) === 1;
    const again = twice ? { againAfterMs: random.integer(0, 1500) } : {};
    faults.push({ kind: 'kill', atMs: 0, service: service(), forMs, ...again });
    left -= twice ? 2 : 1;
  }
  return faults;
}

/**
 * Draws a freeze; a coordinator sleeps beyond its lease, so that it wakes up believing to own sagas that others have
 * taken over.
 */
function drawFreeze(random: Random, service: string, { leaseMs }: Wanted): Fault {
  const leastMs = isCoordinator(service) ? leaseMs + 500 : 500;
  const mostMs = random.integer(1, 5) === 1 ? LONGEST_FREEZE_MS : leastMs + 3_500;
  return { kind: 'freeze', atMs: 0, service, forMs: random.integer(leastMs, mostMs) };
}

/** A fault in words, such as `12.3 s: kill payments for 0.8 s`. */
export function inWords(fault: Fault): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const target = 'service' in fault ? ` ${fault.service}` : 'hop' in fault ? ` ${fault.hop}` : '';
  const by = fault.kind === 'slow' ? ` by ${fault.byMs} ms` : '';
  const length = 'forMs' in fault ? ` for ${seconds(fault.forMs)}` : '';
  const again =
    fault.kind === 'kill' && fault.againAfterMs !== undefined
      ? `, again ${fault.againAfterMs} ms after its start`
      : '';
  const cut = fault.kind === 'hold' && fault.thenCut ? ', then cut' : '';
  return `${seconds(fault.atMs)}: ${fault.kind}${target}${by}${length}${again}${cut}`;
}
