import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noTls, openTls, type Tls } from '@counterstep/service-kit';
import { createAgent, webSocketWith } from '@counterstep/service-kit/server';
import { makeAuthority } from '@counterstep/service-kit/testing/certificates';
import { createClient } from 'graphql-ws';
import { request, type Agent } from 'undici';
import { PASSWORD } from '../support/client.ts';
import { startServices, type Services } from '../support/services.ts';

let folder: string;
let services: Services;
let client: Tls;
let agent: Agent;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterstep-tls-'));
  const { caFile, certFile, keyFile } = await (await makeAuthority(folder)).issue('service');
  // A client of the gateway trusts the certificate authority, and has no certificate of its own.
  client = openTls({ ...noTls, caFile });
  agent = createAgent(client);
  services = await startServices({
    TLS_CA_FILE: caFile,
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
  });
});

afterAll(async () => {
  await agent.close();
  await services.remove();
  await rm(folder, { recursive: true });
});

async function ask<Data>(query: string, variables: object, token?: string): Promise<Data> {
  const { body } = await request(`${services.url}/graphql`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await body.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

interface Login {
  readonly login: { readonly session: { readonly accessToken: string } };
}

interface Placed {
  readonly placeOrder: { readonly order: { readonly id: string; readonly status: string } };
}

describe('all services with mutual TLS', () => {
  it('place an order, and tell of it to a client without a certificate', async () => {
    expect(services.url).toMatch(/^https:/);
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }';
    const input = { email: 'ada@example.com', password: PASSWORD };
    const token = (await ask<Login>(login, { input })).login.session.accessToken;
    const { placeOrder } = await ask<Placed>(
      `mutation { placeOrder(input: { lines: [{ sku: "MUG-BLUE", quantity: 1 }], payment: { token: "tok_visa" },
        waitFor: FINISHED }) { order { id status payment { status } } } }`,
      {},
      token,
    );
    expect(placeOrder.order).toMatchObject({ status: 'CONFIRMED', payment: { status: 'CAPTURED' } });
    const socket = createClient({
      url: `${services.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: webSocketWith(client),
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const types: string[] = [];
    const query = 'subscription ($id: ID!) { orderProgress(orderId: $id) { type order { status } } }';
    for await (const { data } of socket.iterate<{ orderProgress: { type: string } }>({
      query,
      variables: { id: placeOrder.order.id },
    }))
      types.push(data!.orderProgress.type);
    expect(types.at(-1)).toBe('SAGA_COMPLETED');
    await socket.dispose();
  });

  it('let nobody without a certificate call a subgraph', async () => {
    for (const name of ['orders', 'payments', 'coordinator'] as const) {
      const { statusCode, body } = await request(`${services.urlOf(name)}/graphql?query={__typename}`, {
        dispatcher: agent,
      });
      await body.dump();
      expect(statusCode).toBe(403);
    }
  });
});
