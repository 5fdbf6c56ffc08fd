import type { GraphQLSchema } from 'graphql';
import type { BarrierRecord } from '../barrier/index.ts';
import type { Collection, Where } from '../storage/index.ts';
import { connectionOf, idsArgument, type ConnectionArgs } from './connection.ts';
import type { RequestContext } from './context.ts';

interface StepRecordsArgs extends ConnectionArgs {
  readonly keys?: readonly string[] | null;
  readonly since?: string | null;
}

/**
 * Answers `Query.stepRecords`, where the schema has it, from what the step barrier remembers. Who may ask is settled
 * by the field's `@internal`.
 */
export function installStepRecords(schema: GraphQLSchema, records: Collection<BarrierRecord>): void {
  const field = schema.getQueryType()?.getFields()['stepRecords'];
  if (field === undefined) return;
  field.resolve = async (_parent: unknown, args: StepRecordsArgs, _context: RequestContext) => {
    const { nodes, pageInfo } = await connectionOf(records, args, whereOf(args), [
      ['recordedAt', 'ascending'],
    ]);
    return { nodes: nodes.map(shown), pageInfo };
  };
}

/** @throws {BadUserInput} when there are too many keys. */
function whereOf({ keys, since }: StepRecordsArgs): Where<BarrierRecord> {
  const ids = idsArgument(keys, 'keys');
  return {
    ...(ids !== undefined && { id: { $in: ids } }),
    ...(since != null && { recordedAt: { $gte: since } }),
  };
}

function shown({ id, epoch, recordedAt, invoke, compensate }: BarrierRecord) {
  const colon = id.indexOf(':');
  return {
    sagaId: id.slice(0, colon),
    step: id.slice(colon + 1),
    epoch,
    invoke: invoke?.state ?? null,
    compensated: compensate !== undefined,
    recordedAt,
  };
}
