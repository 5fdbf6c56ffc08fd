import { composeServices } from '@apollo/composition';
import { BadUserInput, Forbidden, type ServiceConfig } from '@counterstep/service-kit';
import {
  openFoundation,
  startSubgraph,
  type ReceiveWebhook,
  type RequestContext,
  type Service,
} from '@counterstep/service-kit/server';
import { StoreUnavailable } from '@counterstep/document-store';
import { MemoryDatabase, openMemoryStore } from '@counterstep/document-store/memory';
import { parse } from 'graphql';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key", "@inaccessible"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }`;

/** Three small subgraphs: books, what readers say of them, and the progress of a book through a library. */
export const sdl = {
  books: `${LINK}
    type Query { book(id: ID!): Book books(first: Int): [Book!]! whoami: Caller! boom: String teapot: String full: String secret: String @inaccessible
      checked(word: String!): String wish(wish: Wish): String wishes(wishes: [Wish!]): String
      classic: Book @cacheControl(maxAge: 60) diary: Book @cacheControl(maxAge: 60, scope: PRIVATE) page(length: Int!): String
      accessToken: String }
    input Wish { title: String }
    type Mutation { rename(id: ID!, title: String!): Book }
    type Book @key(fields: "id") { id: ID! title: String! next: Book }
    type Caller { service: String! viewer: String correlationId: String! }`,
  reviews: `${LINK}
    type Query { reviewers: [String!]! }
    type Book @key(fields: "id") @cacheControl(maxAge: 30) { id: ID! rating: Int stars: Int }`,
  progress: `${LINK}
    type Query { shelves: [String!]! }
    type Subscription { progress(id: ID!, afterSequence: Int = 0): Progress! ticks(big: Boolean): Tick! forbidden: Tick! }
    type Progress { sequence: Int! note: String! book: Book }
    type Tick { note: String! viewer: String }
    type Book @key(fields: "id", resolvable: false) { id: ID! }`,
};

export type GraphName = keyof typeof sdl;

let library: string | undefined;

/** The supergraph of the library, or of what tests put in its place. */
export const compose = (subgraphs?: Readonly<Record<string, string>>): string =>
  subgraphs ? composed(subgraphs) : (library ??= composed(sdl));

function composed(subgraphs: Readonly<Record<string, string>>): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, text]) => ({
      name,
      url: `http://${name}.invalid/graphql`,
      typeDefs: parse(text),
    })),
  );
  if (result.errors) throw new Error(result.errors.map(String).join('\n'));
  return result.supergraphSdl;
}

interface Happening {
  readonly sequence: number;
  readonly note: string;
}

/** The events of one subject: kept, told to whoever follows, and outliving the server that tells them. */
export class Channel {
  readonly history: Happening[] = [];
  /** The positions that followers asked to start after, in order of arrival. */
  readonly starts: (number | null)[] = [];
  /** How many follow now. */
  following = 0;
  /** How often an event was told to a follower. */
  told = 0;
  #done = false;
  #changed: (() => void)[] = [];
  #sequence = 0;

  tell(...notes: string[]): void {
    for (const note of notes) this.history.push({ sequence: (this.#sequence += 1), note });
    this.#notify();
  }

  finish(): void {
    this.#done = true;
    this.#notify();
  }

  /** Resolves once the condition holds. */
  async until(condition: (channel: this) => boolean): Promise<void> {
    while (!condition(this)) await this.#change();
  }

  follow(after: number | null): AsyncGenerator<Happening> {
    this.starts.push(after);
    this.following += 1;
    this.#notify();
    let place = after ?? 0;
    let left = false;
    const leave = (): Promise<IteratorResult<Happening>> => {
      if (!left) {
        left = true;
        this.following -= 1;
        this.#notify();
      }
      return Promise.resolve({ done: true, value: undefined });
    };
    return {
      next: async () => {
        while (!left && !this.#done && place >= this.history.length) await this.#change();
        const value = this.history[place];
        if (left || value === undefined) return leave();
        place += 1;
        this.told += 1;
        this.#notify();
        return { done: false, value };
      },
      return: leave,
      throw: leave,
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.asyncDispose]: async () => {
        await leave();
      },
    };
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  #notify(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const resolve of changed) resolve();
  }
}

/** Holds somebody up until it is opened. */
export class Gate {
  readonly entered: Promise<void>;
  readonly opened: Promise<void>;
  enter: () => void = () => undefined;
  open: () => void = () => undefined;

  constructor() {
    this.entered = new Promise((resolve) => (this.enter = resolve));
    this.opened = new Promise((resolve) => (this.open = resolve));
  }
}

/** What the subgraphs answer from; tests read and change it. */
export class Library {
  readonly titles = new Map([
    ['1', 'One'],
    ['2', 'Two'],
  ]);
  readonly ratings = new Map([
    ['1', 1],
    ['2', 2],
  ]);
  readonly channels = new Map<string, Channel>();
  /** How often reviews were asked about books. */
  ratingsAsked = 0;
  /** Holds ratings back where set. */
  gate: Gate | undefined;
  /** What takes webhooks. */
  webhook: ReceiveWebhook = () => Promise.resolve({ status: 204 });

  channel(id: string): Channel {
    const channel = this.channels.get(id) ?? new Channel();
    this.channels.set(id, channel);
    return channel;
  }
}

interface ById {
  readonly id: string;
}

type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const resolversOf = (library: Library): Readonly<Record<GraphName, Resolvers>> => ({
  books: {
    Query: {
      book: (_: unknown, { id }: ById) => (library.titles.has(id) ? { id } : null),
      books: () => [...library.titles.keys()].map((id) => ({ id })),
      whoami: (_: unknown, _args: unknown, { caller, correlationId }: RequestContext) => ({
        service: caller.service,
        viewer: caller.viewer?.id,
        correlationId,
      }),
      classic: () => ({ id: '1' }),
      diary: () => ({ id: '2' }),
      page: (_: unknown, { length }: { readonly length: number }) => 'word '.repeat(length / 5),
      accessToken: () => 'token '.repeat(2_000),
      boom: () => {
        throw new Error('password=hunter2');
      },
      teapot: () => {
        throw new Forbidden('Not for you.');
      },
      full: () => {
        throw new StoreUnavailable('The database file could not be written.');
      },
      checked: () => {
        throw new BadUserInput('Not a word.', ['word']);
      },
    },
    Mutation: {
      rename: (_: unknown, { id, title }: ById & { readonly title: string }) => {
        library.titles.set(id, title);
        return { id };
      },
    },
    Book: {
      __resolveReference: ({ id }: ById) => (library.titles.has(id) ? { id } : null),
      title: ({ id }: ById) => library.titles.get(id),
      next: ({ id }: ById) => ({ id }),
    },
  },
  reviews: {
    Query: { reviewers: () => ['ada'] },
    Book: {
      rating: async ({ id }: ById) => {
        library.ratingsAsked += 1;
        library.gate?.enter();
        await library.gate?.opened;
        return library.ratings.get(id);
      },
      stars: ({ id }: ById) => library.ratings.get(id),
    },
  },
  progress: {
    Query: { shelves: () => [] },
    Subscription: {
      progress: {
        subscribe: (_: unknown, { id, afterSequence }: ById & { readonly afterSequence: number | null }) =>
          library.channel(id).follow(afterSequence),
        resolve: (happening: object, { id }: ById) => ({ ...happening, book: { id } }),
      },
      ticks: {
        subscribe: () => library.channel('ticks').follow(0),
        resolve: ({ note }: Happening, { big }: { readonly big?: boolean }, { viewer }: RequestContext) => ({
          note: big ? note.repeat(100_000) : note,
          viewer: viewer?.id,
        }),
      },
      forbidden: {
        subscribe: () => {
          throw new Forbidden('Not for you.');
        },
        resolve: () => undefined,
      },
    },
  },
});

/** Starts one of the library's subgraphs; a port of 0 takes a free one. */
export async function startLibrarySubgraph(
  name: GraphName,
  library: Library,
  config: ServiceConfig,
  port = 0,
): Promise<Service> {
  const store = openMemoryStore(new MemoryDatabase());
  const foundation = await openFoundation(name, config, { store });
  return startSubgraph<RequestContext>({
    name,
    config: { ...config, host: '127.0.0.1', port },
    foundation,
    sdl: sdl[name],
    resolvers: resolversOf(library)[name],
    context: (request) => request,
    webhook: (delivery, request) => library.webhook(delivery, request),
  });
}
