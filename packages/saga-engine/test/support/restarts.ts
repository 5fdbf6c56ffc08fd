import type { DocumentStore } from '@counterstep/document-store';
import type { StepAnswer } from '../../src/core/outcome.ts';
import {
  createRunner,
  Plans,
  rootFieldOf,
  type SagaDefinition,
  type SagaRunner,
  type StepRequest,
  type StepTransport,
} from '../../src/index.ts';
import { createSagaStore, type SagaDocument } from '../../src/saga-store.ts';
import { requestOf } from '../../src/testing/harness.ts';
import { Participants } from '../../src/testing/participants.ts';
import { tripConfig } from '../../src/testing/trip.ts';

const config = {
  ...tripConfig,
  ...{ leaseMs: 6_000, pollMs: 10, stopGraceMs: 0, unknownDefinitionMs: 100, sagaDeadlineMs: 600_000 },
  ...{ probeIntervalMs: 50, persistentRetry: { baseMs: 1, capMs: 5, windowMs: 20 } },
};

/** How long to wait for a saga, in ms; no test takes as long. */
const SAGA_TIMEOUT_MS = 20_000;

/** A coordinator that is restarted again and again: each life opens the database anew, and closes it at its end. */
export class Restarts {
  readonly participants = new Participants();
  /** Every attempt, as `saga step operation`. */
  readonly sent: string[] = [];
  /** The warnings that the coordinators have logged. */
  readonly warnings: object[] = [];
  /** Operations (`step:operation`) that get no answer for now. */
  readonly held = new Set<string>();
  readonly #open: () => Promise<DocumentStore>;
  #onSent: () => void = () => undefined;
  #end: () => Promise<void> = () => Promise.resolve();
  #runner: SagaRunner | undefined;
  #store: DocumentStore | undefined;

  constructor(open: () => Promise<DocumentStore>) {
    this.#open = open;
  }

  /** Ends the current life, and begins one that knows the definitions. */
  async restart(...definitions: readonly SagaDefinition[]): Promise<void> {
    await this.end();
    const store = await this.#open();
    const runner = createRunner({
      ...{ store: createSagaStore(store), plans: new Plans(definitions, config), config },
      transport: this.#transport(),
      log: {
        ...{ debug: () => undefined, info: () => undefined, error: () => undefined },
        warn: (fields) => {
          this.warnings.push(fields);
        },
      },
    });
    runner.run();
    [this.#runner, this.#store] = [runner, store];
    this.#end = async () => {
      await runner.stop();
      await store.close();
    };
  }

  async end(): Promise<void> {
    const end = this.#end;
    this.#end = () => Promise.resolve();
    await end();
  }

  async start(sagaId: string): Promise<void> {
    await this.#alive().startSaga(requestOf(sagaId));
  }

  /** The saga once the condition holds, as the runner reports it or the store has it. */
  async once(sagaId: string, condition: (saga: SagaDocument) => boolean): Promise<SagaDocument> {
    const told = this.#alive().until(sagaId, condition, SAGA_TIMEOUT_MS);
    const stored = await this.saga(sagaId);
    const saga = condition(stored) ? stored : await told;
    if (saga === undefined) throw new Error(`It never holds: ${JSON.stringify(await this.saga(sagaId))}`);
    return saga;
  }

  reaches(sagaId: string, status: SagaDocument['status']): Promise<SagaDocument> {
    return this.once(sagaId, (saga) => saga.status === status);
  }

  /** Waits until an attempt, in the format of `sent`, was sent `times` times. */
  async sentTimes(attempt: string, times: number): Promise<void> {
    while (this.sent.filter((each) => each === attempt).length < times)
      await new Promise<void>((resolve) => {
        this.#onSent = resolve;
      });
  }

  async saga(sagaId: string): Promise<SagaDocument> {
    if (this.#store === undefined) throw new Error('There is no store.');
    const saga = await createSagaStore(this.#store).get(sagaId);
    if (saga === undefined) throw new Error(`There is no saga ${sagaId}.`);
    return saga;
  }

  /** The effects for a saga, in order, such as `hotel` when it is done and `-hotel` when it is undone. */
  effects(sagaId: string): readonly string[] {
    return this.participants.effects
      .filter((effect) => effect.sagaId === sagaId)
      .map(({ step, done }) => (done ? step : `-${step}`));
  }

  #alive(): SagaRunner {
    if (this.#runner === undefined) throw new Error('No coordinator runs.');
    return this.#runner;
  }

  #transport(): StepTransport {
    return { send: (request) => this.#answer(request) };
  }

  #answer({ variables, document, signal }: StepRequest): Promise<StepAnswer> {
    const step = variables['step'] as unknown as {
      readonly sagaId: string;
      readonly step: string;
      readonly epoch: number;
      readonly deadline: string;
    };
    const root = rootFieldOf(document)?.name.value ?? '';
    const operation = root.startsWith('un') ? 'compensate' : 'invoke';
    this.sent.push(`${step.sagaId} ${step.step} ${operation}`);
    this.#onSent();
    if (this.held.has(`${step.step}:${operation}`))
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('It is given up.'));
        });
      });
    const answer = this.participants.execute({ ...step, operation }, Date.now(), 'works');
    if (answer?.kind !== 'data') return Promise.resolve(answer ?? { kind: 'error', message: 'It is lost.' });
    return Promise.resolve({ kind: 'data', data: { [root]: answer.data } });
  }
}
