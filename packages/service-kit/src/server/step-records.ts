import type { GraphQLSchema } from 'graphql';
import { barrierRecords, type BarrierRecord } from '@counterstep/step-barrier';
import {
  type Collection,
  type DocumentStore,
  type Where,
  connectionOf,
  idsArgument,
  type ConnectionArgs,
} from '@counterstep/document-store';
import type { RequestContext } from './context.ts';

interface StepRecordsArgs extends ConnectionArgs {
  readonly keys?: readonly string[] | null;
  readonly since?: string | null;
}

/**
 * Answers `Query.stepRecords` and `Mutation.forgetSteps`, where the schema has them, from what the step barrier
 * remembers. Who may ask is settled by the fields' `@internal`.
 */
export function installStepRecords(schema: GraphQLSchema, store: DocumentStore): void {
  const records = barrierRecords(store);
  installForgetting(schema, store, records);
  const field = schema.getQueryType()?.getFields()['stepRecords'];
  if (field === undefined) return;
  field.resolve = async (_parent: unknown, args: StepRecordsArgs, _context: RequestContext) => {
    const { nodes, pageInfo } = await connectionOf(records, args, whereOf(args), [
      ['recordedAt', 'ascending'],
    ]);
    return { nodes: nodes.map(shown), pageInfo };
  };
}

function installForgetting(
  schema: GraphQLSchema,
  store: DocumentStore,
  records: Collection<BarrierRecord>,
): void {
  const field = schema.getMutationType()?.getFields()['forgetSteps'];
  if (field === undefined) return;
  field.resolve = async (_parent: unknown, { keys }: { readonly keys: readonly string[] }) => {
    const found = await records.getMany(idsArgument(keys, 'keys') ?? []);
    const removals = [...found.values()].map(({ id, version }) => records.remove(id, { version }));
    await store.commit(removals);
    return removals.length;
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
