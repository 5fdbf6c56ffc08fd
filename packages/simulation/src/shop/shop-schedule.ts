import { newestDefinition } from '@counterstep/coordinator/sagas';
import { createInventoryStore } from '@counterstep/inventory/participant';
import type { Charge } from '@counterstep/payments/participant';
import type { Payment } from '@counterstep/payments/domain/payment';
import {
  fromStored,
  hasEnded,
  Plans,
  type EngineConfig,
  type SagaDocument,
  type StoredSaga,
} from '@counterstep/saga-engine';
import type { Document } from '@counterstep/document-store';
import { MemoryDatabase, openMemoryStore, type CommittedDocument } from '@counterstep/document-store/memory';
import { Client } from '../client.ts';
import { keptByParticipant, type Defects } from '../defects.ts';
import { Disk, withoutVersionCheck } from '../disk.ts';
import { createDraws, pick, type Draws } from '../draws.ts';
import { drawnFaults, Faults, type InjectedFault } from '../faults.ts';
import { Fleet } from '../fleet.ts';
import { Inspector } from '../inspector.ts';
import type { InvariantViolation } from '../invariants.ts';
import { violation } from '../ledger.ts';
import { Operator } from '../operator.ts';
import { answersTo } from '../operations.ts';
import { profiles } from '../profiles.ts';
import { timeOf } from '../schedule.ts';
import { BEGINNING, Scheduler } from '../scheduler.ts';
import type { Process } from '../process.ts';
import type { Reachable } from '../subgraph.ts';
import { drawTraits, type Traits } from '../traits.ts';
import { Network } from '../transport.ts';
import type { World } from '../world.ts';
import { checkCharge, checkPayment } from './books.ts';
import { checkShop } from './check-shop.ts';
import { allSteps, shopSagas } from './definitions.ts';
import { People, placing, placingOf, type WantedSaga } from './people.ts';
import { drawStory, products, type PlannedDeed, type Story } from './story.ts';
import { shopSubgraph, stepsOf, type ThirdParties } from './subgraphs.ts';
import { openOutside, reachedBy, type Outside } from './third-parties.ts';

/** How long faults happen from the beginning of a schedule, in ms. */
const STORM_MS = 30_000;
/** How long a healthy world may take to come to rest, in ms: longer than all waits and windows together. */
const CALM_MS = 90 * 60_000;
/** How often coordinators look for due sagas, in ms: payments and parcels wait for many minutes. */
const POLL_MS = 5_000;
/** How often somebody tries again what came too early, and after how long, in ms. */
const TRIES = 12;
const AGAIN_MS = 1_500;

export interface ShopOptions {
  /** The schedule's seed, a whole number, which determines everything in it. */
  readonly seed: number;
  readonly defects?: Defects;
  /** Whether the result includes a trace of everything that happened. */
  readonly traced?: boolean;
}

/** The result of a schedule of the shop. */
export interface ShopResult {
  readonly seed: number;
  readonly violation: InvariantViolation | undefined;
  readonly story: Story;
  readonly traits: Traits;
  readonly faults: readonly InjectedFault[];
  readonly sagas: readonly SagaDocument[];
  /** The trace, line by line; empty unless requested. */
  readonly trace: readonly string[];
}

/** The traits of a schedule; operators turn to the sagas of its story. */
const traitsOf = (story: Story, draws: Draws): Traits => {
  const drawn = drawTraits(allSteps, draws);
  const sagaIds = [
    ...story.orders.map(({ id }) => placingOf(id)),
    ...story.deeds.flatMap(({ kind, name }) => (['cancel', 'return', 'refund'].includes(kind) ? [name] : [])),
  ];
  return {
    ...drawn,
    // The real steps decide themselves what is refused, and what waits.
    ...{ rejecting: new Set(), waits: new Map(), wakes: [], thirdParty: new Set(), conditions: new Map() },
    // Clocks that are wrong by hours would have payments and parcels wait for hours: the sagas by themselves show that.
    faults: {
      ...drawn.faults,
      kinds: new Set([...drawn.faults.kinds].filter((kind) => kind !== 'clock-back')),
    },
    // With a deadline of less than a second hardly an order stands.
    profile: drawn.profile === 'hasty' && draws('no haste') < 0.8 ? 'usual' : drawn.profile,
    commands: drawn.commands.map((command, index) => ({
      ...command,
      sagaId: pick(sagaIds, draws(`command ${index + 1} is for`)),
    })),
  };
};

const knownPlans = new Map<string, Plans>();

const plansOf = (config: EngineConfig): Plans => {
  const key = JSON.stringify(config);
  const plans = knownPlans.get(key) ?? new Plans(shopSagas, config);
  knownPlans.set(key, plans);
  return plans;
};

/** Whether only an operator can go on: the carrier has a parcel that is to be undone, or does not take it again. */
const needsOperator = ({ status, steps }: SagaDocument): boolean =>
  status === 'STUCK' && steps.some(({ error }) => error?.code === 'COMPENSATION_IMPOSSIBLE');

class ShopSchedule {
  readonly #options: ShopOptions;
  readonly #story: Story;
  readonly #world: World;
  readonly #disks: ReadonlyMap<string, Disk>;
  readonly #outside: ReadonlyMap<string, MemoryDatabase>;
  readonly #subgraphs: ReadonlyMap<string, Reachable>;
  readonly #disk: Disk;
  readonly #fleet: Fleet;
  readonly #people: People;
  readonly #operator: Operator;
  readonly #inspectors = new Map<string, Inspector>();
  readonly #orderOf = new Map<string, string>();
  readonly #clients: Client[] = [];
  readonly #trace: string[] = [];
  #violation: InvariantViolation | undefined;
  /** How much is still to happen that is not a saga. */
  #awaited = 0;

  constructor(options: ShopOptions) {
    const { seed, defects = {} } = options;
    const draws = createDraws(seed);
    this.#options = options;
    this.#story = drawStory(draws);
    const traits = traitsOf(this.#story, draws);
    this.#world = this.#createWorld(draws, traits, defects);
    this.#outside = new Map([
      ['provider', this.#database('charges', (charge) => checkCharge(charge as Charge))],
      ['carrier', new MemoryDatabase()],
    ]);
    this.#disks = new Map(
      Object.keys(stepsOf).map((name) => {
        const database = this.#database('payments', (payment) => checkPayment(payment as Payment));
        return [name, new Disk(database, (writes) => keptByParticipant(writes, defects))];
      }),
    );
    const outside = openOutside(this.#world, (name) => this.#databaseOf(name));
    this.#subgraphs = this.#startSubgraphs(outside);
    const database = new MemoryDatabase((documents) => {
      this.#stored(documents);
    });
    this.#disk = new Disk(database, withoutVersionCheck(database, defects));
    this.#fleet = this.#startFleet();
    this.#operator = new Operator(this.#world, this.#fleet);
    this.#people = new People(this.#world, {
      start: (saga, afterMs) => {
        this.#await(afterMs, () => {
          this.#start(saga);
        });
      },
      wake: (sagaId) => {
        this.#wake(sagaId);
      },
      databaseOf: (name) => this.#databaseOf(name),
      provider: outside.provider,
    });
  }

  #startSubgraphs(outside: Outside): ReadonlyMap<string, Reachable> {
    const answers = answersTo(allSteps);
    const thirdPartiesOf = (process: Process): ThirdParties => reachedBy(this.#world, process, outside);
    return new Map(
      [...this.#disks].map(([name, disk]) => [
        name,
        shopSubgraph(this.#world, { name, disk, answers, thirdPartiesOf }),
      ]),
    );
  }

  #startFleet(): Fleet {
    const answers = answersTo(allSteps);
    return new Fleet(this.#world, {
      plans: plansOf(this.#world.config),
      disk: this.#disk,
      sagaIds: this.#story.orders.map(({ id }) => placingOf(id)),
      onError: (what) => {
        this.#report(violation('sound', what));
      },
      transportOf: (process) => new Network(this.#world, process, this.#subgraphs, answers),
    });
  }

  #createWorld(draws: Draws, traits: Traits, defects: Defects): World {
    const scheduler = new Scheduler();
    const note = (line: () => string): void => {
      if (this.#options.traced === true) this.#trace.push(`${timeOf(scheduler.now - BEGINNING)} ${line()}`);
    };
    const faults = new Faults(drawnFaults(draws, traits.faults), (fault) => {
      note(() => `!! ${fault.point}: ${fault.kind}`);
      return scheduler.now - BEGINNING;
    });
    const config = { ...profiles[traits.profile], pollMs: POLL_MS };
    return {
      ...{ definitions: shopSagas, config, defects, draws, scheduler, faults, note },
      ...{ traits, visits: new Map(), mended: false, agreedOffsetMs: undefined },
    };
  }

  #database(watched: string, check: (document: Document) => InvariantViolation | undefined): MemoryDatabase {
    return new MemoryDatabase((documents) => {
      for (const { collection, document } of documents)
        if (collection === watched && document !== undefined) this.#report(check(document));
    });
  }

  #report(found: InvariantViolation | undefined): void {
    this.#violation ??= found;
  }

  #stored(documents: readonly CommittedDocument[]): void {
    for (const { document } of documents) {
      if (document === undefined) continue;
      const saga = fromStored(document as StoredSaga);
      const inspector = this.#inspectorOf(saga.id, saga.definitionName);
      const known = inspector.saga(saga.id)?.log.length ?? 0;
      this.#world.note(() => {
        const events = saga.log
          .slice(known)
          .map(({ type, step = '', item = '', code = '' }) =>
            [type, step, item, code].filter(Boolean).join(' '),
          );
        return `${saga.id} version ${saga.version} epoch ${saga.epoch}: ${events.join(', ')}`;
      });
      inspector.committed(saga);
      this.#report(inspector.violation);
    }
  }

  #inspectorOf(sagaId: string, definitionName: string): Inspector {
    const known = this.#inspectors.get(sagaId);
    if (known !== undefined) return known;
    const definition = newestDefinition(definitionName);
    const { config, traits, faults } = this.#world;
    const inspector = new Inspector(definition, (saga) => this.#mayBeStuck(saga), {
      ...{ input: {}, conditions: new Map(), deadlineMs: definition.deadlineMs ?? config.sagaDeadlineMs },
      clocksAgree: () =>
        traits.skewMs === 0 &&
        faults.injected.every(({ kind }) => kind !== 'clock-jump' && kind !== 'clock-back'),
    });
    this.#inspectors.set(sagaId, inspector);
    return inspector;
  }

  #mayBeStuck(saga: SagaDocument): boolean {
    if (needsOperator(saga)) return true;
    const side = saga.direction === 'BACKWARD' ? 'compensate' : 'invoke';
    return (
      !this.#world.mended &&
      saga.steps.some(
        ({ name, status }) => status === 'STUCK' && this.#world.traits.broken.has(`${name}:${side}`),
      )
    );
  }

  #start({ sagaId, definitionName, orderId, input }: WantedSaga): void {
    this.#orderOf.set(sagaId, orderId);
    const inspector = this.#inspectorOf(sagaId, definitionName);
    const names = this.#world.traits.twins ? [`${sagaId} client`, `${sagaId} twin`] : [`${sagaId} client`];
    for (const name of names) {
      const client = new Client(this.#world, this.#fleet, name);
      this.#clients.push(client);
      void client.ask({ sagaId, definitionName, input }, () => {
        this.#world.note(() => `${name} is told that the saga is accepted`);
        inspector.accepted(sagaId);
      });
    }
  }

  #wake(sagaId: string): void {
    const living = this.#fleet.alive;
    if (living.length === 0) return;
    const { runner } = pick(living, this.#world.draws(`${sagaId} is woken by`));
    void runner.wake(sagaId).catch(() => undefined);
  }

  #plan(deed: PlannedDeed, afterMs: number, tries: number): void {
    this.#awaited += 1;
    this.#world.scheduler.after(undefined, afterMs, () => {
      void this.#people.do(deed).then((isDone) => {
        this.#world.note(() => `${deed.name} ${isDone ? 'is tried' : 'comes too early'}`);
        if (!isDone && tries > 1) this.#plan(deed, AGAIN_MS, tries - 1);
        this.#awaited -= 1;
      });
    });
  }

  #await(afterMs: number, run: () => void): void {
    this.#awaited += 1;
    this.#world.scheduler.after(undefined, afterMs, () => {
      this.#awaited -= 1;
      run();
    });
  }

  async #begin(): Promise<void> {
    const units = Object.entries(products).flatMap(([sku, { stock }]) =>
      Object.entries(stock).map(([warehouse, quantity]) => ({ sku, warehouse, quantity })),
    );
    const database = this.#databaseOf('inventory');
    await createInventoryStore(openMemoryStore(database)).fillIfEmpty(
      units,
      new Date(BEGINNING).toISOString(),
    );
    const { draws, scheduler, traits } = this.#world;
    for (const order of this.#story.orders)
      this.#await(draws(`${order.id} comes`) ** 2 * 4_000, () => {
        this.#start(placing(order, new Date(Math.floor(scheduler.now)).toISOString()));
      });
    for (const deed of this.#story.deeds) this.#plan(deed, deed.afterMs, TRIES);
    for (const command of traits.commands)
      this.#operator.plan(command, () => {
        if (command.kind === 'compensate') this.#inspectors.get(command.sagaId)?.turnedBack(command.sagaId);
      });
  }

  #databaseOf(name: string): MemoryDatabase {
    const database = this.#disks.get(name)?.database ?? this.#outside.get(name);
    if (database === undefined) throw new TypeError(`There is no database ${name}.`);
    return database;
  }

  get #sagas(): readonly SagaDocument[] {
    return [...this.#inspectors.values()].flatMap(({ sagas }) => sagas);
  }

  #isAtRest(): boolean {
    if (this.#violation !== undefined) return true;
    return (
      this.#awaited === 0 &&
      this.#world.scheduler.messages === 0 &&
      this.#clients.every(({ isAccepted }) => isAccepted) &&
      [...this.#inspectors].every(([id, inspector]) => inspector.isQuiescent(id))
    );
  }

  #heal(): void {
    this.#world.note(() => 'From here on nothing goes wrong any more.');
    this.#world.faults.end();
    this.#disk.free();
    this.#fleet.heal();
    for (const subgraph of this.#subgraphs.values()) subgraph.heal();
    void this.#operator.end(() =>
      this.#sagas.filter(({ paused }) => paused !== undefined).map(({ id }) => id),
    );
  }

  async #rest(limitMs: number): Promise<void> {
    const { scheduler } = this.#world;
    await scheduler.runUntil(() => this.#isAtRest(), scheduler.now + limitMs);
  }

  #check(): void {
    for (const inspector of this.#inspectors.values()) {
      inspector.checkEnds();
      this.#report(inspector.violation);
    }
    const ended = this.#sagas.filter(hasEnded);
    const open = new Set(
      this.#sagas.filter((saga) => !hasEnded(saga)).map(({ id }) => this.#orderOf.get(id) ?? ''),
    );
    for (const { id } of this.#story.orders) {
      // Where an operator has to decide, it is open what the books should say.
      if (open.has(id)) continue;
      const sagas = ended.filter((saga) => this.#orderOf.get(saga.id) === id);
      this.#report(checkShop((name) => this.#databaseOf(name), id, sagas));
    }
  }

  async run(): Promise<ShopResult> {
    await this.#begin();
    await this.#rest(STORM_MS);
    if (this.#violation === undefined) {
      this.#heal();
      await this.#rest(CALM_MS);
    }
    if (this.#violation === undefined && this.#sagas.some(({ status }) => status === 'STUCK')) {
      this.#world.note(() => 'From here on what was broken works again.');
      this.#world.mended = true;
      await this.#rest(CALM_MS);
    }
    if (this.#violation === undefined) this.#check();
    return {
      ...{ seed: this.#options.seed, violation: this.#violation, story: this.#story },
      ...{ traits: this.#world.traits, faults: this.#world.faults.injected },
      ...{ sagas: this.#sagas, trace: this.#trace },
    };
  }
}

/** Runs one schedule of the shop to its end. */
export const runShopSchedule = (options: ShopOptions): Promise<ShopResult> => new ShopSchedule(options).run();
