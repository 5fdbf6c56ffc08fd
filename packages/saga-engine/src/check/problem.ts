import { CodedError } from '@counterstep/primitives';

/** One thing that is wrong with a definition. */
export interface Problem {
  /** The name of the saga. */
  readonly definition: string;
  readonly version: number;
  /** The step at fault; absent if the problem is not about one step. */
  readonly step?: string;
  readonly reason: string;
}

/** A problem in one line, such as `PlaceOrder@1.createOrder: has no compensation`. */
export const describeProblem = ({ definition, version, step, reason }: Problem): string =>
  `${definition}@${version}${step === undefined ? '' : `.${step}`}: ${reason}`;

/** Some definitions are illegal; the message lists every problem. */
export class IllegalDefinitions extends CodedError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map((problem) => `- ${describeProblem(problem)}`);
    super('INVALID_CONFIGURATION', `Saga definitions are illegal:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
