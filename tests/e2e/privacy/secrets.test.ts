import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient } from '../support/client.ts';
import { newCustomer, type Customer } from '../support/customers.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let customer: Customer;

beforeAll(async () => {
  system = await startSystem();
  customer = await newCustomer(system.url);
});

afterAll(async () => {
  await system.remove();
});

const filesWith = async (folder: string, text: string): Promise<readonly string[]> => {
  const files = await readdir(folder);
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')));
  return files.filter((_, index) => contents[index]?.includes(text));
};

describe('a payment token', () => {
  it('is in no file of any store once its saga has ended, and still belongs to its idempotency key', async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    const done = mugs({ idempotencyKey: good });
    const undone = mugs({ idempotencyKey: bad, payment: { token: 'tok_declined' } });
    const placed = await placeOrder(customer.client, done);
    const declined = await placeOrder(customer.client, undone);
    expect([placed.saga?.status, declined.saga?.status]).toEqual(['COMPLETED', 'COMPENSATED']);
    await customer.client.close();

    await system.stop();
    expect(await filesWith(system.dataDir, placed.orderId ?? 'none')).toContain('coordinator.sqlite');
    expect(await filesWith(system.dataDir, 'tok_visa')).toEqual([]);
    expect(await filesWith(system.dataDir, 'tok_declined')).toEqual([]);

    system = await system.restart();
    const client = createGraphqlClient(system.url, customer.token);
    expect((await placeOrder(client, done)).orderId).toBe(placed.orderId);
    expect((await placeOrder(client, undone)).orderId).toBe(declined.orderId);
    const other = await placeOrder(client, mugs({ idempotencyKey: good, payment: { token: 'tok_flaky' } }));
    expect(other.errors.map(({ code }) => code)).toEqual(['IDEMPOTENCY_CONFLICT']);
  });
});
