import { Broken, NotChecked } from './verdict.ts';
import type { Participant, Told } from './participant.ts';
import type { Description, Mutation, Step } from './sdl.ts';

/** The context of all checks. */
export interface Scene {
  readonly participant: Participant;
  readonly description: Description;
  /** The selected steps, at least one. */
  readonly steps: readonly Step[];
  /** Kills the participant and starts it again; undefined if no way to do so is given. */
  readonly restart: (() => Promise<void>) | undefined;
}

interface Named {
  /** The number of the rule in docs/participant-protocol.md, such as `P7`. */
  readonly id: string;
  /** The rule, as one sentence. */
  readonly title: string;
}

/** A rule of the protocol, and a check of whether one participant keeps it. */
export type Rule = Named &
  (
    | { readonly of: 'whole'; readonly check: (scene: Scene) => Promise<void> | void }
    | { readonly of: 'step'; readonly check: (scene: Scene, step: Step) => Promise<void> }
    | {
        readonly of: 'pair';
        readonly check: (scene: Scene, step: Step & { readonly compensate: Mutation }) => Promise<void>;
      }
  );

/** @throws {Broken} unless the attempt was answered with a payload. */
export function expectPayload(told: Told, what: string): NonNullable<Told['payload']> {
  if (told.payload === undefined) throw new Broken(`${what} is answered ${told.text}`);
  return told.payload;
}

/** @throws {Broken} unless the attempt was refused with the code. */
export function expectCode(told: Told, code: string, what: string): void {
  if (told.code !== code) throw new Broken(`${what} is answered ${told.text} in place of ${code}`);
}

/** @throws {Broken} unless both answers are the same payload. */
export function expectSame(told: Told, first: Told, what: string): void {
  if (told.text !== first.text)
    throw new Broken(`${what} is answered ${told.text} in place of ${first.text}`);
}

/**
 * The first answer of an operation, which a check needs.
 *
 * @throws {NotChecked} if it is not a payload.
 */
export function answered(told: Told, mutation: string): Told {
  if (told.payload === undefined) throw new NotChecked(`${mutation} is answered ${told.text}`);
  return told;
}
