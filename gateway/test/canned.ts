import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NOT_TAKEN_HEADER } from '@counterstep/service-kit/server';
import { createGateway, type GatewayConfig } from '../src/service.ts';
import type { LibraryKit } from './kit.ts';
import { compose } from './library.ts';

/** A subgraph that answers what a test tells it to, and knows what it was asked. */
export interface CannedSubgraph {
  readonly url: string;
  /** The documents that it was asked, without probes. */
  readonly asked: string[];
  /** Resolves once so many requests have ended without an answer. */
  abandoned(count: number): Promise<void>;
  /** Resolves once so many requests have come. */
  until(count: number): Promise<void>;
  /** What it answers from now on; undefined is nothing at all. */
  answer: object | undefined;
  /** How many of the next requests it refuses before it begins them, as one does that stops. */
  refuses: number;
  /** Whether it answers probes while it answers nothing else. */
  answersProbes: boolean;
  /** Resolves once it was probed so many times. */
  probed(count: number): Promise<void>;
  /** Answers everything that waits. */
  release(answer: object): void;
  stop(): void;
}

const PROBE = '{ __typename }';

export async function startCanned(first: object | undefined): Promise<CannedSubgraph> {
  let left = 0;
  let probes = 0;
  const unanswered = new Set<ServerResponse>();
  let waiting: (() => void)[] = [];
  const changed = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise<void>((resolve) => (waiting = [...waiting, resolve]));
  };
  const reply = (response: ServerResponse, answer: object): void => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => {
    response.once('close', () => {
      if (!response.writableFinished) left += 1;
      changed();
    });
    void (async () => {
      const { query } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { query: string };
      const probe = query === PROBE;
      if (probe) probes += 1;
      else subgraph.asked.push(query);
      changed();
      if (subgraph.refuses > 0) {
        subgraph.refuses -= 1;
        response.writeHead(503, { [NOT_TAKEN_HEADER]: 'true' }).end();
      } else if (subgraph.answer) reply(response, subgraph.answer);
      else if (probe && subgraph.answersProbes) reply(response, { data: { __typename: 'Query' } });
      else unanswered.add(response);
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const subgraph: CannedSubgraph = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: first,
    refuses: 0,
    answersProbes: false,
    probed: (count) => until(() => probes >= count),
    release: (answer) => {
      for (const response of unanswered) reply(response, answer);
      unanswered.clear();
    },
    abandoned: (count) => until(() => left >= count),
    until: (count) => until(() => subgraph.asked.length >= count),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return subgraph;
}

/** A gateway without keys over canned subgraphs, and what ends them all. */
export async function serveCanned(
  kit: LibraryKit,
  sdl: Readonly<Record<string, string>>,
  subgraphs: Readonly<Record<string, Pick<CannedSubgraph, 'url' | 'stop'>>>,
  changes: Partial<GatewayConfig> = {},
) {
  const subgraphUrls = Object.fromEntries(Object.entries(subgraphs).map(([name, { url }]) => [name, url]));
  const supergraph = { sdl: compose(sdl) };
  const gateway = await createGateway({
    ...kit.config,
    keys: undefined,
    supergraph,
    subgraphUrls,
    ...changes,
  });
  return {
    url: gateway.url,
    end: async () => {
      await gateway.stop();
      for (const subgraph of Object.values(subgraphs)) subgraph.stop();
    },
  };
}

const LINK = '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** Things, whose names another subgraph knows. */
export const things = {
  first: `extend schema ${LINK} type Query { things: [Thing!] one: Thing other: String } type Mutation { make: Thing }
    type Thing @key(fields: "id") { id: ID! }`,
  second: `extend schema ${LINK} type Query { second: String }
    type Thing @key(fields: "id") { id: ID! name: String! note: String }`,
};

/** What the first subgraph answers of two things. */
export const twoThings = {
  data: {
    things: [
      { __typename: 'Thing', id: '1' },
      { __typename: 'Thing', id: '2' },
    ],
  },
};
