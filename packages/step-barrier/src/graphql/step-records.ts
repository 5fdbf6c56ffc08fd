import { BadUserInput } from '@counterstep/primitives';
import type { GraphQLSchema } from 'graphql';
import type { BarrierStore } from '../port.ts';
import { keyOfRecord, type BarrierRecord } from '../rules.ts';

interface StepRecordsArgs {
  readonly keys?: readonly string[] | null;
  readonly since?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;
const MAX_KEYS = 1_000;

/**
 * Resolves `Query.stepRecords` and `Mutation.forgetSteps`, if the schema has them, from the barrier's records. The
 * fields' `@internal` decides who may use them.
 */
export function installStepRecords(
  schema: GraphQLSchema,
  store: Pick<BarrierStore<never>, 'find' | 'forget'>,
): void {
  const records = schema.getQueryType()?.getFields()['stepRecords'];
  if (records) records.resolve = (_parent: unknown, args: StepRecordsArgs) => pageOf(store, args);
  const forgetting = schema.getMutationType()?.getFields()['forgetSteps'];
  if (forgetting)
    forgetting.resolve = (_parent: unknown, { keys }: { readonly keys: readonly string[] }) =>
      store.forget(bounded(keys));
}

/**
 * Checks the number of keys.
 *
 * @throws {BadUserInput} if there are more than 1000.
 */
function bounded(keys: readonly string[]): readonly string[] {
  if (keys.length > MAX_KEYS) throw new BadUserInput(`keys must be at most ${MAX_KEYS}.`, ['keys']);
  return keys;
}

async function pageOf(
  store: Pick<BarrierStore<never>, 'find'>,
  { keys, since, first, after }: StepRecordsArgs,
): Promise<object> {
  const limit = first ?? DEFAULT_PAGE;
  if (limit < 1 || limit > MAX_PAGE) throw new BadUserInput(`first must be 1 to ${MAX_PAGE}.`, ['first']);
  const { edges, hasNextPage } = await store.find({
    limit,
    ...(keys != null && { ids: bounded(keys) }),
    ...(since != null && { since }),
    ...(after != null && { after }),
  });
  return {
    nodes: edges.map(({ node }) => shown(node)),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: after != null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function shown({ id, epoch, recordedAt, invoke, compensate }: BarrierRecord): object {
  return {
    ...keyOfRecord(id),
    epoch,
    invoke: invoke?.state ?? null,
    compensated: compensate !== undefined,
    recordedAt,
  };
}
