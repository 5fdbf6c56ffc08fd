import { demoInput, LOGIN, type DemoName } from '@counterstep/schema/demo';
import { Agent, request } from 'undici';
import { setTimeout as delay } from 'node:timers/promises';

/** A request of an honest client, and how it went. */
export interface Visit {
  readonly what: string;
  readonly ms: number;
  /** Why it failed; undefined where it did not. */
  readonly failure?: string;
}

/** The address that honest clients come from. */
const VISITOR = '127.0.0.3';
const VISITORS = 4;
const PAUSE_MS = 100;

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

const operations: readonly (readonly [what: string, query: string])[] = [
  ['products', '{ products(first: 20) { nodes { sku name price { amount } stock { inStock } } } }'],
  [
    'placeOrder',
    `mutation { placeOrder(input: { lines: [{ sku: "MUG-BLUE", quantity: 1 }], payment: { token: "tok_visa" } })
      { order { id } errors { __typename } } }`,
  ],
  ['orders', '{ me { orders(first: 10) { nodes { number status payment { status } saga { status } } } } }'],
];

/** Lets honest clients shop until the signal, and returns what they saw. */
export async function shopHonestly(url: string, until: AbortSignal): Promise<readonly Visit[]> {
  const agent = new Agent({ connect: { localAddress: VISITOR } });
  const visits: Visit[] = [];
  const ask = async (query: string, variables: object, token?: string): Promise<Answer> => {
    const { body } = await request(`${url}/graphql`, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    return (await body.json()) as Answer;
  };
  const visit = async (what: string, query: string, variables: object, token?: string): Promise<Answer> => {
    const begun = performance.now();
    const answer = await ask(query, variables, token).catch((error: unknown): Answer => ({
      errors: [{ message: String(error) }],
    }));
    const failure = answer.errors?.[0]?.message;
    visits.push({ what, ms: performance.now() - begun, ...(failure !== undefined && { failure }) });
    return answer;
  };
  const shop = async (name: DemoName): Promise<void> => {
    const { data } = await visit('login', LOGIN, { input: demoInput(name) });
    const { session } = (data?.['login'] ?? {}) as { session?: { accessToken: string } };
    while (!until.aborted) {
      for (const [what, query] of operations) await visit(what, query, {}, session?.accessToken);
      await delay(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, (_, index) => shop(index % 2 === 0 ? 'ada' : 'grace')));
  await agent.close();
  return visits;
}
