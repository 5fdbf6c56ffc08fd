import { CodedError } from '@counterstep/primitives';
import { coerceInputValue, isInputObjectType, type GraphQLSchema } from 'graphql';
import type { SagaDefinition } from '../core/definition.ts';

/** A saga's input does not fit the input type of its definition; the saga was not started. */
export class InvalidSagaInput extends CodedError {
  /** Each place where the input does not fit, such as `input.lines.0.quantity`, and why. */
  readonly problems: readonly string[];

  constructor(saga: string, problems: readonly string[]) {
    super('BAD_USER_INPUT', `The input of ${saga} is wrong: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}

/** The message without the values that it quotes, which may be secrets. */
const withoutValue = (message: string): string => message.replace(/(: | found ).*$/s, '').replace(/\.$/, '');

/**
 * Checks a saga's input against its definition's input type; checks nothing if the schema does not have that type.
 *
 * @throws {InvalidSagaInput} if the input does not fit.
 */
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
