import type { SagaDocument, SagaStore } from '../saga-store.ts';
import type { Json } from './core/state.ts';
import type { EngineClock } from './clock.ts';
import type { EngineConfig } from './engine-config.ts';
import type { Plans } from './plans.ts';
import type { EngineLog, Failpoint } from './ports.ts';
import type { StepTransport } from './transport.ts';

export interface RunnerOptions {
  readonly store: SagaStore;
  readonly plans: Plans;
  readonly transport: StepTransport;
  readonly config: EngineConfig;
  /** Names this coordinator among all that share the store; by default a random one. */
  readonly id?: string;
  readonly clock?: EngineClock;
  /** At least 0 and less than 1. */
  readonly random?: () => number;
  readonly log?: EngineLog;
  readonly failpoint?: Failpoint;
}

export interface NewSagaRequest {
  /** See {@link sagaIdOf}. */
  readonly sagaId: string;
  /** The name of a registered definition. */
  readonly type: string;
  /** Of the definition's input type. */
  readonly input: Json;
  /** A fingerprint of what the client asked for. */
  readonly requestHash: string;
  readonly correlationId: string;
  readonly subject?: string;
  readonly customer?: string;
}

/** STARTED: durable, and under way here. EXISTS: there was one for the same request. CONFLICT: for another request. */
export interface StartedSaga {
  readonly outcome: 'STARTED' | 'EXISTS' | 'CONFLICT';
  readonly saga: SagaDocument;
}

/** Works on sagas: those started here, and those of the store that are due. */
export interface SagaRunner {
  readonly id: string;
  /** Begins to look for sagas that are due. */
  run(): void;
  /**
   * Makes a saga durable, claimed by this coordinator, and goes on with it; the steps do not delay the answer.
   *
   * @throws {StoreUnavailable} when it is unknown whether there is a saga now; the same request may be made again.
   */
  startSaga(request: NewSagaRequest): Promise<StartedSaga>;
  /**
   * The first stored state of a saga for which the condition holds, whichever coordinator brings it about; undefined
   * when it does not within `timeoutMs`.
   */
  until(
    sagaId: string,
    condition: (saga: SagaDocument) => boolean,
    timeoutMs: number,
  ): Promise<SagaDocument | undefined>;
  /** Makes no more claims, gives running attempts a short time, and releases what it has claimed. */
  stop(): Promise<void>;
}

export declare const createRunner: (options: RunnerOptions) => SagaRunner;
