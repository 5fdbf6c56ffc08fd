import { newId } from '@counterstep/service-kit';
import type { SubgraphSdls } from '@counterstep/saga-engine';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import type { Ask } from '../subgraph-client.ts';
import type { StepRecord } from './compare-steps.ts';

/** A page of a participant's data. */
export interface Kept<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

interface RecordFilter {
  readonly keys?: readonly string[];
  readonly since?: string | undefined;
}

type StepRecordsDocument = TypedDocumentNode<
  { readonly stepRecords: Kept<StepRecord> },
  { readonly keys: readonly string[] | null; readonly since: string | null; readonly after: string | null }
>;

/** The query that every participant answers, as the step barrier's SDL says; older participants have no items. */
const stepRecordsDocument = (item: 'item' | ''): StepRecordsDocument =>
  parse(`
  query StepRecords($keys: [ID!], $since: DateTime, $after: String) {
    stepRecords(keys: $keys, since: $since, first: 100, after: $after) {
      nodes { sagaId step ${item} invoke compensated }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const documents = { item: stepRecordsDocument('item'), none: stepRecordsDocument('') };

/** The subgraphs that have steps of sagas, and so records of them. */
export const participantsAmong = (sdls: SubgraphSdls): readonly string[] =>
  Object.entries(sdls).flatMap(([name, sdl]) => (sdl.includes('stepRecords(') ? [name] : []));

/** The participants whose records do not show which instance of a step they belong to. */
export const itemlessAmong = (sdls: SubgraphSdls): readonly string[] =>
  participantsAmong(sdls).filter((name) => !/type StepRecord\b[^}]*\bitem:/.test(sdls[name] ?? ''));

/** All pages; none if `read` resolves to undefined. */
export async function* pagesOf<Node>(
  read: (after: string | undefined) => Promise<Kept<Node> | undefined>,
): AsyncGenerator<readonly Node[]> {
  for (let after: string | undefined, more = true; more;) {
    const page = await read(after);
    if (page === undefined) return;
    yield page.nodes;
    after = page.pageInfo.endCursor ?? undefined;
    more = page.pageInfo.hasNextPage;
  }
}

/** Reads the step barriers' records at the named participants, in pages of 100. */
export type Participants = ReturnType<typeof createParticipants>;

export function createParticipants(ask: Ask, names: readonly string[], itemless: readonly string[] = []) {
  const request = { correlationId: newId() };
  const stepRecords = (subgraph: string, { keys, since }: RecordFilter) =>
    pagesOf(async (after) => {
      const document = itemless.includes(subgraph) ? documents.none : documents.item;
      const variables = { keys: keys ?? null, since: since ?? null, after: after ?? null };
      return (await ask(subgraph, document, variables, request)).stepRecords;
    });
  return {
    names,
    /** A participant's records, page by page. */
    stepRecords,
    /** A participant's records of the steps with these keys, at most 1000. */
    recordsOf: async (subgraph: string, keys: readonly string[]): Promise<readonly StepRecord[]> => {
      if (keys.length === 0) return [];
      const records: StepRecord[] = [];
      for await (const page of stepRecords(subgraph, { keys })) records.push(...page);
      return records;
    },
  };
}
