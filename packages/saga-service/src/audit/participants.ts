import { newId } from '@counterstep/service-kit';
import type { SubgraphSdls } from '@counterstep/saga-engine';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import type { Ask } from '../subgraph-client.ts';
import type { StepRecord } from './compare-steps.ts';

/** A page of what a participant keeps. */
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

/** Every participant answers it, by the SDL of the step barrier; older ones know no items. */
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

/** Those of the subgraphs that have steps of sagas, and so their records. */
export const participantsAmong = (sdls: SubgraphSdls): readonly string[] =>
  Object.entries(sdls).flatMap(([name, sdl]) => (sdl.includes('stepRecords(') ? [name] : []));

/** Those of the subgraphs whose records do not tell which instance of a step they are of. */
export const itemlessAmong = (sdls: SubgraphSdls): readonly string[] =>
  participantsAmong(sdls).filter((name) => !/type StepRecord\b[^}]*\bitem:/.test(sdls[name] ?? ''));

/** Every page there is; none where there is nothing to read. */
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

/** Reads what the step barriers of the named participants remember, in pages of 100. */
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
    /** What a participant's step barrier remembers, page by page. */
    stepRecords,
    /** All of what it remembers of these steps, at most 1000. */
    recordsOf: async (subgraph: string, keys: readonly string[]): Promise<readonly StepRecord[]> => {
      if (keys.length === 0) return [];
      const records: StepRecord[] = [];
      for await (const page of stepRecords(subgraph, { keys })) records.push(...page);
      return records;
    },
  };
}
