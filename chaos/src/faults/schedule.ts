import type { Random } from '@counterstep/platform/testing/random';

/** Something that goes wrong, so long after the first order. */
export type Fault = { readonly atMs: number } & (
  | {
      readonly kind: 'kill';
      readonly service: string;
      readonly forMs: number;
      /** So long after it is started again it is killed once more, ready or not. */
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

/** What there is to fail. */
export interface Surface {
  readonly services: readonly string[];
  readonly hops: readonly string[];
  readonly disks: readonly string[];
  readonly mongo: boolean;
}

export interface Wanted {
  readonly durationMs: number;
  /** How many times a service is killed in all. */
  readonly kills: number;
  /** How long a coordinator owns a saga without a sign of life. */
  readonly leaseMs: number;
}

const LONGEST_FREEZE_MS = 20_000;
/** How many faults of another kind there are to each kill of a service. */
const perKill = { freeze: 0.3, cut: 0.5, slow: 0.3, hold: 0.3, 'full-disk': 0.2, 'step-down': 0.15 } as const;
const MEMBERS_PER_KILL = 0.08;

const isCoordinator = (service: string): boolean => service.startsWith('coordinator');

/** Draws everything that goes wrong, in order of time; nothing begins in the last twentieth. */
export function drawSchedule(random: Random, surface: Surface, wanted: Wanted): readonly Fault[] {
  const { durationMs, kills } = wanted;
  const atMs = (): number => random.integer(0, Math.floor(durationMs * 0.95));
  const times = <Drawn>(share: number, draw: () => Drawn): readonly Drawn[] =>
    Array.from({ length: kills === 0 ? 0 : Math.max(1, Math.round(kills * share)) }, draw);
  // Coordinators are what recovery is about: much of what happens to a process happens to one of them.
  const service = (): string =>
    random.integer(1, 5) === 1
      ? random.pick(surface.services.filter(isCoordinator))
      : random.pick(surface.services);
  const hop = (): string => random.pick(surface.hops);
  const faults: Fault[] = [
    ...drawKills(random, kills, () => ({ atMs: atMs(), service: service() })),
    ...times(perKill.freeze, () => drawFreeze(random, { atMs: atMs(), service: service() }, wanted)),
    ...times(perKill.cut, (): Fault => ({ kind: 'cut', atMs: atMs(), hop: hop() })),
    ...times(perKill.slow, (): Fault => {
      const [byMs, forMs] = [random.integer(20, 1500), random.integer(1000, 6000)];
      return { kind: 'slow', atMs: atMs(), hop: hop(), byMs, forMs };
    }),
    ...times(perKill.hold, (): Fault => {
      const [forMs, thenCut] = [random.integer(500, 8000), random.integer(0, 1) === 0];
      return { kind: 'hold', atMs: atMs(), hop: hop(), forMs, thenCut };
    }),
  ];
  if (surface.disks.length > 0) {
    const drawFull = (): Fault => {
      const forMs = random.integer(500, 8000);
      return { kind: 'full-disk', atMs: atMs(), service: random.pick(surface.disks), forMs };
    };
    faults.push(...times(perKill['full-disk'], drawFull));
  }
  if (surface.mongo) {
    faults.push(...times(perKill['step-down'], (): Fault => ({ kind: 'step-down', atMs: atMs() })));
    const drawMember = (): Fault => ({
      kind: 'kill-member',
      atMs: atMs(),
      forMs: random.integer(500, 6000),
    });
    faults.push(...times(MEMBERS_PER_KILL, drawMember));
  }
  return faults.sort((one, other) => one.atMs - other.atMs);
}

interface Process {
  readonly atMs: number;
  readonly service: string;
}

/** Draws exactly so many kills; some kill a service twice. */
function drawKills(random: Random, kills: number, draw: () => Process): readonly Fault[] {
  const faults: Fault[] = [];
  for (let left = kills; left > 0;) {
    const forMs = random.integer(0, 2000);
    const twice = left > 1 && random.integer(1, 4) === 1;
    const again = twice ? { againAfterMs: random.integer(0, 1500) } : {};
    faults.push({ kind: 'kill', ...draw(), forMs, ...again });
    left -= twice ? 2 : 1;
  }
  return faults;
}

/** A frozen coordinator sleeps beyond its lease, so that it wakes up as the owner of what others have taken over. */
function drawFreeze(random: Random, process: Process, { leaseMs }: Wanted): Fault {
  const isLong = isCoordinator(process.service) || random.integer(1, 4) === 1;
  const forMs = isLong
    ? random.integer(leaseMs + 500, LONGEST_FREEZE_MS)
    : random.integer(500, leaseMs + 500);
  return { kind: 'freeze', ...process, forMs };
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
