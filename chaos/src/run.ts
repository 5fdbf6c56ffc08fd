import { createRandom } from '@counterstep/platform/testing/random';
import type { Request } from './arguments.ts';
import { leaseMs } from './config.ts';
import { performSchedule, type Performed } from './faults/perform.ts';
import { drawSchedule, inWords } from './faults/schedule.ts';
import { Load, openShop } from './load/load.ts';
import { checkPromises, readOrders, readUnrecorded } from './promises.ts';
import { makeReport, type Report } from './report.ts';
import { auditSystem, comeToRest } from './rest.ts';
import type { System } from './system/system.ts';

type Tell = (text: string) => void;

const STATUS_MS = 5_000;

/** Why faults that were wanted are not there. */
const skippedOn = ({ targets }: System): readonly string[] => {
  if (targets.mongo) return ['full-disk: the disk is that of mongod here'];
  return targets.disks.length > 0 ? [] : ['full-disk: needs root and mount'];
};

/** Tells how it goes until it is ended. */
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

/** Puts a started system under load and lets the seed's faults loose on it, until every fault is over. */
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

/** Runs chaos on a started system, and says what came of it. */
export async function runChaos(system: System, request: Request, tell: Tell): Promise<Report> {
  const customers = await openShop(system.url);
  // Another sequence than that of the faults: fewer orders do not change which faults there are.
  const random = createRandom(request.seed ^ 0x5bd1e995);
  const load = new Load(customers, random, `chaos-${request.seed}`);
  const performed = await wreak(system, load, request, tell);
  const faultsEndedAt = performance.now();
  tell('  all faults are over; waiting for rest');
  const rest = await comeToRest(customers.admin, load, faultsEndedAt);
  tell(`  at rest after ${(rest.afterMs / 1000).toFixed(1)} s; auditing`);
  const audited = await auditSystem(customers.admin);
  const { ledger } = load;
  const orders = await readOrders(customers.admin);
  const unrecorded = await readUnrecorded(customers.admin, ledger.orders, orders);
  const findings = [
    ...ledger.findings,
    ...system.deaths.map((death) => `a process ended by itself: ${death}`),
    ...performed.flatMap(({ fault, refused }) =>
      fault.kind === 'kill' && refused !== undefined ? [`after ${inWords(fault)}: ${refused}`] : [],
    ),
    ...rest.findings,
    ...audited.findings,
    ...checkPromises(ledger.orders, orders, unrecorded),
    ...(ledger.orders.size === 0 ? ['no order was acknowledged'] : []),
  ];
  const { seed, durationMs } = request;
  const store = system.mongo ? 'mongo' : 'embedded';
  const { failedStarts } = system;
  return makeReport({
    ...{
      seed,
      store,
      durationMs,
      performed,
      ledger,
      orders,
      unrecorded,
      rest,
      audited,
      failedStarts,
      findings,
    },
    skipped: skippedOn(system),
  });
}
