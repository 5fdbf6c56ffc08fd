import { CodedError } from '@counterstep/primitives';
import { coerceInputValue, isInputObjectType, type GraphQLSchema } from 'graphql';
import type { SagaDefinition } from '../core/definition.ts';

/** What a saga is to start from does not fit the input type of its definition; nothing was begun. */
export class InvalidSagaInput extends CodedError {
  /** Where it does not fit, such as `input.lines.0.quantity`, each with why. */
  readonly problems: readonly string[];

  constructor(saga: string, problems: readonly string[]) {
    super('BAD_USER_INPUT', `The input of ${saga} is wrong: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}

/** What is said of values is left out: they may be secrets. */
const withoutValue = (message: string): string => message.replace(/(: | found ).*$/s, '').replace(/\.$/, '');

/** @throws {InvalidSagaInput} when the input does not fit; where the schema has no such type, nothing is known of it. */
export const assertInput = (
  { name, inputType }: SagaDefinition,
  schema: GraphQLSchema | undefined,
  input: unknown,
): void => {
  const type = schema?.getType(inputType);
  if (!isInputObjectType(type)) return;
  const problems: string[] = [];
  coerceInputValue(input, type, (path, _value, error) => {
    problems.push(`${['input', ...path].join('.')}: ${withoutValue(error.message)}`);
  });
  if (problems.length > 0) throw new InvalidSagaInput(name, problems);
};
