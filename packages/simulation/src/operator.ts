import type { CommandResult, SagaCommand } from '@counterstep/saga-engine';
import { pick } from './draws.ts';
import { ANSWER_TIMEOUT_MS, type Fleet } from './fleet.ts';
import type { PlannedCommand } from './traits.ts';
import type { World } from './world.ts';

/** Gives commands to sagas through any living coordinator. */
export class Operator {
  readonly #world: World;
  readonly #fleet: Fleet;
  #given = 0;
  #hasDone = false;

  constructor(world: World, fleet: Fleet) {
    this.#world = world;
    this.#fleet = fleet;
  }

  /** Schedules a command, which is given once; `onDone` is called once it is taken. */
  plan({ kind, sagaId, afterMs }: PlannedCommand, onDone: () => void): void {
    this.#world.scheduler.after(undefined, afterMs, () => {
      if (this.#hasDone) return;
      void this.#give(sagaId, kind).then((result) => {
        if (result?.kind === 'done') onDone();
      });
    });
  }

  /** Gives no more planned commands, and from now on resumes every paused saga, even one that a late command paused. */
  async end(paused: () => readonly string[]): Promise<never> {
    this.#hasDone = true;
    for (;;) {
      for (const sagaId of paused()) await this.#give(sagaId, 'resume');
      await this.#pause(1_000);
    }
  }

  async #give(sagaId: string, kind: PlannedCommand['kind']): Promise<CommandResult | undefined> {
    const living = this.#fleet.alive;
    if (living.length === 0) return undefined;
    const { draws, note } = this.#world;
    const { runner, process } = pick(living, draws(`operator chooses ${(this.#given += 1)}`));
    const command: SagaCommand = { kind, actor: 'operator', reason: `the schedule wants to ${kind} it` };
    note(() => `an operator tells ${process.name} to ${kind} ${sagaId}`);
    const result = await Promise.race([
      runner.command(sagaId, command).catch(() => undefined),
      this.#pause(ANSWER_TIMEOUT_MS),
    ]);
    note(
      () => `the operator's ${kind} of ${sagaId} is ${result === undefined ? 'not answered' : result.kind}`,
    );
    return result;
  }

  #pause(ms: number): Promise<undefined> {
    return new Promise((resolve) => {
      this.#world.scheduler.after(undefined, ms, () => {
        resolve(undefined);
      });
    });
  }
}
