import { CodedError } from '@counterstep/primitives';

/** What is wrong with a definition. */
export interface Problem {
  /** The name of the saga. */
  readonly definition: string;
  readonly version: number;
  /** Absent where it is not about one step. */
  readonly step?: string;
  readonly reason: string;
}

/** A problem in one line, such as `PlaceOrder@1.createOrder: has no compensation`. */
export const describeProblem = ({ definition, version, step, reason }: Problem): string =>
  `${definition}@${version}${step === undefined ? '' : `.${step}`}: ${reason}`;

/** Definitions are illegal; the message lists everything that is wrong. */
export class IllegalDefinitions extends CodedError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map((problem) => `- ${describeProblem(problem)}`);
    super('INVALID_CONFIGURATION', `Saga definitions are illegal:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
