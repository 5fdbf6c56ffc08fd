import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readBooks, type Books } from '../support/all-books.ts';
import { audit } from '../support/audit.ts';
import { createGraphqlClient, failureOf, logIn, type Answer, type Client } from '../support/client.ts';
import { mugs, orderOf, placeOrder, progressOf } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';
import { exportJWK, generateKeyPair } from 'jose';

async function sessionKeys(): Promise<Readonly<Record<string, string>>> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const named = { kid: 'session', alg: 'EdDSA', use: 'sig' };
  return {
    SESSION_PRIVATE_KEY: JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid: 'session' }),
    SESSION_PUBLIC_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), ...named }] }),
  };
}

/** Sends the request of the banner's curl command. */
async function sendBannersQuery<Data>(banner: string): Promise<Answer<Data>> {
  const [, url, type, body] = /curl -s (\S+) -H 'content-type: (\S+)' \\\n +-d '([^']+)'/.exec(banner) ?? [];
  const response = await fetch(url!, { method: 'POST', headers: { 'content-type': type! }, body: body! });
  return (await response.json()) as Answer<Data>;
}

describe('npm start', () => {
  let system: System;
  let admin: Client;
  let opening: Books;

  beforeAll(async () => {
    system = await startSystem();
    admin = await logIn(system.url, 'admin');
    opening = await readBooks(admin);
  });

  afterAll(async () => {
    await system.remove();
  });

  it('prints the endpoint, and nothing but the banner', () => {
    const banner = system.program.output();
    expect(banner).toContain('Counterstep is ready.');
    expect(banner).toContain(`${system.url}/graphql`);
    expect(banner).toContain(`${system.url.replace('http', 'ws')}/graphql`);
    expect(banner).toContain(system.dataDir);
    expect(banner).not.toMatch(/"level":|Warning|undefined/);
  });

  it('prints logins that are let in', async () => {
    const banner = system.program.output();
    const password = /all with the password (\S+)/.exec(banner)?.[1];
    const logins = [...banner.matchAll(/^ +(\S+@\S+) +(CUSTOMER|ADMIN)$/gm)];
    expect(logins.map(([, email]) => email)).toEqual([
      'ada@example.com',
      'grace@example.com',
      'admin@example.com',
    ]);
    for (const [, email, role] of logins) {
      const { login } = await createGraphqlClient(system.url).ask<{ login: unknown }>(
        'mutation ($input: LoginInput!) { login(input: $input) { session { customer { role } } } }',
        { input: { email, password } },
      );
      expect(login).toEqual({ session: { customer: { role } } });
    }
  });

  it('prints a first query that shows products with price and stock', async () => {
    interface Product {
      readonly sku: string;
      readonly price: { readonly amount: number };
      readonly stock: { readonly available: number };
    }
    const { data, errors } = await sendBannersQuery<{ products: { nodes: readonly Product[] } }>(
      system.program.output(),
    );
    expect(errors).toBeUndefined();
    expect(data?.products.nodes).toHaveLength(3);
    for (const { sku, price, stock } of data!.products.nodes) {
      expect(sku).toMatch(/^[A-Z0-9-]+$/);
      expect(price.amount).toBeGreaterThan(0);
      expect(stock.available).toBeGreaterThanOrEqual(0);
    }
  });

  it('has the demo data: products, stock, nobody’s orders', async () => {
    const { products } = await admin.ask<{ products: { totalCount: number } }>('{ products { totalCount } }');
    expect(products.totalCount).toBeGreaterThanOrEqual(20);
    expect(opening.orders).toEqual([]);
    expect(opening.stock).toEqual(
      expect.arrayContaining([
        { sku: 'MUG-BLUE', warehouse: 'EAST', onHand: 500, reserved: 0 },
        { sku: 'DESK-LAMP', warehouse: 'EAST', onHand: 120, reserved: 0 },
        { sku: 'DESK-LAMP', warehouse: 'WEST', onHand: 80, reserved: 0 },
        { sku: 'KEYBOARD-87', warehouse: 'EAST', onHand: 60, reserved: 0 },
        { sku: 'KEYBOARD-87', warehouse: 'WEST', onHand: 60, reserved: 0 },
        { sku: 'VASE-RARE', warehouse: 'EAST', onHand: 1, reserved: 0 },
      ]),
    );
  });

  it('ends with exit code 0 on SIGTERM while orders run, and the next start ends them and has everything', async () => {
    const ada = await logIn(system.url, 'ada');
    const before = await placeOrder(ada, mugs());
    const seen = await orderOf(ada, before.orderId!);
    const running = [
      { input: mugs({ waitFor: 'ACCEPTED' }), end: 'CONFIRMED' },
      { input: mugs({ waitFor: 'ACCEPTED', payment: { token: 'tok_flaky' } }), end: 'CONFIRMED' },
      { input: mugs({ waitFor: 'ACCEPTED', payment: { token: 'tok_lost_reply' } }), end: 'CANCELLED' },
    ] as const;
    const placed = await Promise.all(
      running.map(async ({ input, end }) => [(await placeOrder(ada, input)).orderId!, end] as const),
    );

    expect(await system.stop()).toBe(0);
    expect(system.program.output()).not.toMatch(/"level":"(error|fatal)"|failed/i);
    system = await system.restart();

    const [adaAgain, adminAgain] = [await logIn(system.url, 'ada'), await logIn(system.url, 'admin')];
    await Promise.all(placed.map(([orderId]) => progressOf(adaAgain, orderId)));
    expect(await orderOf(adaAgain, before.orderId!)).toEqual(seen);
    const orders = new Map([[before.orderId!, 'CONFIRMED'] as const, ...placed]);
    expect(audit(await readBooks(adminAgain), { orders, opening })).toEqual([]);
    await adaAgain.close();
  });
});

describe('npm start in production', () => {
  it('serves new customers, and has no demo data, no GraphiQL and no introspection', async () => {
    const system = await startSystem({ NODE_ENV: 'production', ...(await sessionKeys()) });
    try {
      await expect(access(join(system.dataDir, 'keys.json'))).rejects.toThrow('ENOENT');
      expect(system.program.output()).not.toMatch(/Playground|Logins|npm run demo/);
      const anybody = createGraphqlClient(system.url);
      const { products } = await anybody.ask<{ products: { totalCount: number } }>(
        '{ products { totalCount } }',
      );
      expect(products.totalCount).toBe(0);
      const [refusal] = await failureOf(anybody.ask('{ __schema { queryType { name } } }'));
      expect(refusal?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      const { register } = await anybody.ask<{ register: { errors: readonly unknown[] } }>(
        'mutation ($input: RegisterInput!) { register(input: $input) { errors { __typename } } }',
        { input: { email: 'new@example.com', password: 'a-long-password', name: 'New' } },
      );
      expect(register.errors).toEqual([]);
      const page = await fetch(`${system.url}/graphql`, { headers: { accept: 'text/html' } });
      expect(page.headers.get('content-type')).not.toContain('text/html');
    } finally {
      await system.remove();
    }
  });

  it('names the keys that are missing, and makes none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
    const { SESSION_PUBLIC_KEYS } = await sessionKeys();
    const ended = await runProgram('all-in-one', {
      ...{ NODE_ENV: 'production', PORT: '0', DATA_DIR: folder },
      SESSION_PUBLIC_KEYS: SESSION_PUBLIC_KEYS!,
    });
    expect(ended).toMatchObject({
      end: 1,
      stderr: expect.stringMatching(/^SESSION_PRIVATE_KEY must be set/),
    });
    await expect(access(join(folder, 'keys.json'))).rejects.toThrow('ENOENT');
    await rm(folder, { recursive: true });
  });
});
