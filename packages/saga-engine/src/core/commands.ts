interface Order {
  /** Who gives the command: an operator's e-mail address, or the party that asks on a customer's behalf. */
  readonly actor: string;
  /** Why the command is given; the saga's log keeps it. */
  readonly reason: string;
}

/** The failure that the saga shows once it has turned back; the customer may read it. */
export interface GivenFailure {
  readonly code: string;
  readonly message: string;
}

/** A command to a saga. */
export type SagaCommand = Order &
  (
    | { readonly kind: 'pause' | 'resume' | 'retry' }
    /** With a failure, it is not an operator's command: the log then shows only the failure and who asked. */
    | { readonly kind: 'compensate'; readonly failure?: GivenFailure }
    | {
        readonly kind: 'resolve';
        readonly step: string;
        readonly item?: string;
        readonly outcome: 'SUCCEEDED';
        /** What the step's invoke would have answered; not used for a compensation. */
        readonly output?: Readonly<Record<string, unknown>>;
      }
    | {
        readonly kind: 'resolve';
        readonly step: string;
        readonly item?: string;
        readonly outcome: 'REJECTED';
      }
    | { readonly kind: 'waive'; readonly step: string; readonly item?: string }
    /** A hint that the awaited answer may be there: WAITING steps are asked now, and nothing else changes. */
    | { readonly kind: 'wake'; readonly step?: string; readonly item?: string }
  );

/** Every code of a refused command, with its meaning; `docs/errors.md` is generated from it. */
export const refusalCodes = {
  SAGA_ENDED: 'The saga has ended; nothing can be done with it any more.',
  SAGA_PAUSED: 'The saga is paused; resume it first.',
  PAST_PIVOT: 'The pivot, or a step that cannot be undone, has been sent: the saga only goes forward.',
  NO_SUCH_STEP: 'The saga has no step of this name.',
  STEP_NOT_UNKNOWN:
    'The outcome of the step is known, or no attempt has failed yet: there is nothing to resolve.',
  STEP_NOT_STUCK: 'Only a compensation that is STUCK can be waived, or resolved as undone.',
  STEP_CANNOT_BE_REJECTED:
    'A step after the pivot, or a compensation, cannot be rejected: it has to succeed in the end.',
  ATTEMPT_MAY_BE_LIVE:
    'An attempt may still take effect. Pause the saga, wait for as long as a lease, look at the participant again, and then resolve.',
  OUTPUT_MISMATCH: 'The output does not fit what the step answers; `path` names the field.',
  TOO_MANY_COMMANDS: 'The saga was paused or retried so often that its log is full.',
  UNKNOWN_DEFINITION: 'This coordinator does not know the definition that the saga began with.',
} as const;

export type RefusalCode = keyof typeof refusalCodes;

/** Why a command makes no sense in the saga's state; nothing was changed. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** The path in the command to the part at fault, such as `['output', 'id']`. */
  readonly path?: readonly string[];
}

/** Makes a refusal; its message defaults to the sentence of its code. */
export const refusal = (
  code: RefusalCode,
  {
    message = refusalCodes[code],
    path,
  }: { readonly message?: string; readonly path?: readonly string[] } = {},
): Refusal => ({ code, message, ...(path === undefined ? {} : { path }) });
