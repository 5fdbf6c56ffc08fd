import { NoAnswer } from '@counterstep/graphql-client';
import { logIn, type Client } from './client.ts';
import { placeOrder, PROGRESS, type OrderInput, type Placed, type SagaEvent } from './orders.ts';
import { ProgramEnded, startSystem, type System } from './system.ts';

type Environment = Readonly<Record<string, string>>;

/** A system that outlives its processes: one data folder, and one process after the other. */
export interface LastingSystem {
  /** The failpoints at which processes have killed themselves. */
  readonly crossed: readonly string[];
  /** The running process, or the next one once it runs. */
  running(): Promise<System>;
  /** Kills the process with SIGKILL and starts the next one. */
  crash(): Promise<void>;
  remove(): Promise<void>;
}

class Lasting implements LastingSystem {
  readonly crossed: string[] = [];
  readonly #env: Environment;
  readonly #failpoints: readonly string[];
  readonly #killed = new WeakSet<System>();
  #running: Promise<System>;

  constructor(env: Environment, failpoints: readonly string[]) {
    this.#env = env;
    this.#failpoints = failpoints;
    this.#running = this.#start((first) => startSystem(first));
  }

  running(): Promise<System> {
    return this.#running;
  }

  async crash(): Promise<void> {
    const system = await this.#running;
    this.#killed.add(system);
    this.#goOn(system.program.ended.then(() => this.#start((env) => system.restart(env))));
    await system.kill();
    await this.#running;
  }

  async remove(): Promise<void> {
    const system = await this.#running.catch(() => undefined);
    if (system === undefined) return;
    this.#killed.add(system);
    await system.remove();
  }

  #goOn(running: Promise<System>): void {
    this.#running = running;
    // The next user of the system gets the error.
    running.catch(() => undefined);
  }

  async #start(start: (env: Environment) => Promise<System>): Promise<System> {
    const failpoint = this.#failpoints[this.crossed.length];
    if (failpoint === undefined) return start(this.#env);
    try {
      const system = await start({ ...this.#env, FAILPOINT: failpoint });
      void system.program.ended.then((end) => {
        if (end !== 'SIGKILL' || this.#killed.has(system)) return;
        this.crossed.push(failpoint);
        this.#goOn(this.#start((env) => system.restart(env)));
      });
      return system;
    } catch (error) {
      // The process resumes sagas before it is ready, and may reach the failpoint there.
      if (!(error instanceof ProgramEnded) || error.end !== 'SIGKILL') throw error;
      this.crossed.push(failpoint);
      return this.#start(start);
    }
  }
}

/** The failpoints around the calls of steps: committed but not sent, and answered but not committed. */
export const around = (
  labels: readonly string[],
  operation: 'invoke' | 'compensate' = 'invoke',
): readonly string[] =>
  labels.flatMap((label) => ['before-send', 'after-send'].map((where) => `${where}:${label}:${operation}`));

/**
 * Starts the system on new data. The first process kills itself at the first failpoint, the next one at the second, and
 * so on; the one after the last failpoint stays.
 */
export async function startLasting(
  env: Environment = {},
  failpoints: readonly string[] = [],
): Promise<LastingSystem> {
  const system = new Lasting(env, failpoints);
  await system.running();
  return system;
}

/**
 * Whether an error means that a connection ended. Fetch's errors belong to Node's own realm, so `instanceof` does not
 * recognise them; a socket's end is an event whose code depends on what was under way.
 */
const isLost = (error: unknown): boolean => {
  const { message, code, type } = error as Readonly<Record<'message' | 'code' | 'type', unknown>>;
  return (
    (error instanceof NoAnswer && error.status === undefined) ||
    message === 'fetch failed' ||
    message === 'terminated' ||
    typeof code === 'number' ||
    type === 'error'
  );
};

/** A customer who survives crashes: an unanswered request is repeated, a lost subscription resumed. */
export class Patron {
  readonly #system: LastingSystem;
  readonly #name: 'ada' | 'grace' | 'admin';
  readonly #clients = new WeakMap<System, Promise<Client>>();
  readonly #opened: Client[] = [];

  constructor(system: LastingSystem, name: 'ada' | 'grace' | 'admin') {
    this.#system = system;
    this.#name = name;
  }

  /** Runs work with a client of the running process, and again with one of the next process where that one dies. */
  async insist<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    for (;;) {
      const system = await this.#system.running();
      try {
        return await work(await this.#client(system));
      } catch (error) {
        if (!isLost(error)) throw error;
        const end = await system.program.ended;
        // No test has killed it: without this check the loop would ask a dead process for ever.
        if ((await this.#system.running()) === system)
          throw new ProgramEnded(end, `The system ended by itself (${end}):\n${system.program.output()}`);
      }
    }
  }

  /** Places an order; the input has an idempotency key. */
  place(input: OrderInput): Promise<Placed> {
    return this.insist((client) => placeOrder(client, input));
  }

  /** Follows an order until its saga has ended; returns every event that arrived, over all connections. */
  async follow(
    orderId: string,
    onEvent: (event: SagaEvent) => void = () => undefined,
  ): Promise<readonly SagaEvent[]> {
    const events: SagaEvent[] = [];
    await this.insist(async (client) => {
      const afterSequence = events.at(-1)?.sequence ?? 0;
      const following = client.follow<{ orderProgress: SagaEvent }>(PROGRESS, { orderId, afterSequence });
      for await (const { orderProgress } of following) {
        events.push(orderProgress);
        onEvent(orderProgress);
      }
    });
    return events;
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((client) => client.close()));
  }

  #client(system: System): Promise<Client> {
    const known = this.#clients.get(system);
    if (known) return known;
    const opening = logIn(system.url, this.#name).then((client) => {
      this.#opened.push(client);
      return client;
    });
    this.#clients.set(system, opening);
    return opening;
  }
}
