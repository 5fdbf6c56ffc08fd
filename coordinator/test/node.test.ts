import { describe, expect, it } from '@jest/globals';
import type { RequestContext } from '@counterstep/service-kit/server';
import { createNodeLoader } from '../src/node/node.ts';
import { ServiceUnavailable, type Ask } from '@counterstep/saga-service';

const request = { correlationId: 'correlation', viewer: undefined } as RequestContext;

/** Owners that know these ids; one that is undefined does not answer. */
const owners = (known: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>) => {
  const asked: string[] = [];
  const ask = ((subgraph: string, _document: unknown, { ids }: { readonly ids: readonly string[] }) => {
    asked.push(subgraph);
    if (subgraph in known && known[subgraph] === undefined)
      return Promise.reject(new ServiceUnavailable(subgraph));
    return Promise.resolve({ nodeTypes: ids.map((id) => known[subgraph]?.[id] ?? null) });
  }) as unknown as Ask;
  return { asked, nodes: createNodeLoader(ask, request) };
};

describe('the nodes of other subgraphs', () => {
  it('are found by whoever owns them, with one question to each for a whole request', async () => {
    const { asked, nodes } = owners({ orders: { a: 'Order' }, payments: { b: 'Payment' } });
    await expect(nodes.loadMany(['a', 'b', 'c'])).resolves.toEqual([
      { __typename: 'Order', id: 'a' },
      { __typename: 'Payment', id: 'b' },
      undefined,
    ]);
    expect(asked.sort()).toEqual(['catalog', 'customers', 'orders', 'payments', 'shipping']);
  });

  it('are an error, and not absent, where an owner that did not answer may have them', async () => {
    const { nodes } = owners({ orders: { a: 'Order' }, payments: undefined });
    await expect(nodes.load('a')).resolves.toEqual({ __typename: 'Order', id: 'a' });
    await expect(nodes.load('b')).rejects.toThrow(ServiceUnavailable);
  });
});
