import { randomUUID } from 'node:crypto';
import { createRandom } from '@counterstep/primitives/testing';
import type { Request } from './arguments.ts';
import { leaseMs } from './config.ts';
import { performSchedule, type Performed } from './faults/perform.ts';
import { drawSchedule, inWords } from './faults/schedule.ts';
import { Load, openShop, type Customers } from './load/load.ts';
import { checkInvariants, readOrders, readUnrecorded } from './invariants.ts';
import { makeReport, type Report } from './report.ts';
import { activeSagas, auditSystem, awaitQuiescence } from './quiescence.ts';
import type { System } from './system/system.ts';

type Tell = (text: string) => void;

const STATUS_MS = 5_000;

/** Why some kinds of faults cannot be performed. */
const skippedOn = ({ targets }: System): readonly string[] => {
  if (targets.mongo) return ['full-disk: the disk is that of mongod here'];
  return targets.disks.length > 0 ? [] : ['full-disk: needs root and mount'];
};

/** Prints the progress regularly; returns a function that ends this. */
function tellStatus(load: Load, tell: Tell): () => void {
  const timer = setInterval(() => {
    const { orders, repeated } = load.ledger;
    const repeats = [...repeated.values()].reduce((sum, count) => sum + count, 0);
    tell(
      `  ${orders.size} orders acknowledged, ${load.visiting} customers here, ${repeats} requests repeated`,
    );
  }, STATUS_MS);
  return () => {
    clearInterval(timer);
  };
}

/** Puts a started system under load and performs the seed's faults on it, until every fault is over. */
async function wreak(
  system: System,
  load: Load,
  request: Request,
  tell: Tell,
): Promise<readonly Performed[]> {
  const { seed, durationMs, kills, ordersPerSecond } = request;
  const faults = drawSchedule(createRandom(seed), system.targets, { durationMs, kills, leaseMs });
  for (const fault of faults) tell(`  planned ${inWords(fault)}`);
  const endStatus = tellStatus(load, tell);
  const opened = load.open(ordersPerSecond);
  const over = new Promise((resolve) => setTimeout(resolve, durationMs));
  try {
    const performed = await performSchedule(system, faults, ({ fault, refused }) => {
      tell(`  done    ${inWords(fault)}${refused === undefined ? '' : `: ${refused}`}`);
    });
    await over;
    return performed;
  } finally {
    load.close();
    endStatus();
    await opened;
  }
}

/** The state of the system once it has come to rest. */
async function settle({ admin }: Customers, load: Load, before: Before, tell: Tell) {
  tell('  all faults are over; waiting for rest');
  const quiescence = await awaitQuiescence(admin, load, {
    activeBefore: before.active,
    faultsEndedAt: performance.now(),
  });
  tell(`  at rest after ${(quiescence.afterMs / 1000).toFixed(1)} s; auditing`);
  const audited = await auditSystem(admin);
  const { ledger } = load;
  const orders = (await readOrders(admin)).filter(({ id }) => !before.orders.has(id));
  const unrecorded = await readUnrecorded(admin, ledger.orders, orders);
  const findings = [
    ...ledger.findings,
    ...quiescence.findings,
    ...audited.findings,
    ...checkInvariants(ledger.orders, orders, unrecorded),
    ...(ledger.orders.size === 0 ? ['no order was acknowledged'] : []),
  ];
  return { ...{ ledger, quiescence, audited, orders, unrecorded }, findings };
}

/** What the system held before the load began. */
interface Before {
  readonly orders: ReadonlySet<string>;
  /** How many sagas were active. */
  readonly active: number;
}

// Not the random sequence of the faults: fewer orders must not change the faults.
const randomOfLoad = ({ seed }: Request) => createRandom(seed ^ 0x5bd1e995);

/** Runs chaos on a started system, and reports the outcome. */
export async function runChaos(system: System, request: Request, tell: Tell): Promise<Report> {
  const { seed, durationMs } = request;
  const customers = await openShop(system.url);
  const load = new Load(customers, randomOfLoad(request), `chaos-${seed}`);
  const performed = await wreak(system, load, request, tell);
  const settled = await settle(customers, load, { orders: new Set(), active: 0 }, tell);
  const findings = [
    ...system.deaths.map((death) => `a process ended by itself: ${death}`),
    ...performed.flatMap(({ fault, refused }) =>
      fault.kind === 'kill' && refused !== undefined ? [`after ${inWords(fault)}: ${refused}`] : [],
    ),
    ...settled.findings,
  ];
  return makeReport({
    ...settled,
    ...{ seed, durationMs, performed, findings },
    store: system.mongo ? 'mongo' : 'embedded',
    failedStarts: system.failedStarts,
    skipped: skippedOn(system),
  });
}

/** Puts a system that something else breaks under load, until the time is over, and reports the outcome. */
export async function runElsewhere(
  url: string,
  request: Request,
  tell: Tell,
  enough: AbortSignal,
): Promise<Report> {
  const { seed, durationMs, ordersPerSecond, strict } = request;
  const customers = await openShop(url);
  const known = await readOrders(customers.admin);
  const before = { orders: new Set(known.map(({ id }) => id)), active: await activeSagas(customers.admin) };
  // Each run needs its own keys: those of an earlier run would be answered with its orders.
  const load = new Load(customers, randomOfLoad(request), `chaos-${seed}-${randomUUID()}`);
  tell(`  customers come to ${url}`);
  const endStatus = tellStatus(load, tell);
  const close = (): void => {
    load.close();
  };
  const closing = setTimeout(close, durationMs);
  enough.addEventListener('abort', close, { once: true });
  if (!enough.aborted) await load.open(ordersPerSecond);
  clearTimeout(closing);
  endStatus();
  const settled = await settle(customers, load, before, tell);
  const errors = [...load.ledger.repeated].filter(([code]) => !code.endsWith('connection'));
  const findings = [
    ...settled.findings,
    ...(strict ? errors.map(([code, count]) => `clients were answered with ${code}, ${count} times`) : []),
  ];
  return makeReport({
    ...settled,
    ...{ seed, durationMs, findings, performed: [], failedStarts: 0, skipped: [] },
    store: 'elsewhere',
  });
}
