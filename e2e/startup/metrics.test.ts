import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newCustomer } from '../support/customers.ts';
import { sendHttp } from '../support/http.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
  const { client } = await newCustomer(system.url);
  await placeOrder(client, mugs());
  await client.close();
});

afterAll(async () => {
  await system.remove();
});

describe('the metrics of npm start', () => {
  it('are all that the guide lists, each family once', async () => {
    const guide = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const table = guide.slice(guide.indexOf('| metric of a coordinator')).split('\n\n')[0] ?? '';
    const listed = [...table.matchAll(/^\| `([a-z_]+)/gm)].map(([, name]) => name);
    expect(listed).toContain('sagas_active');

    const { text } = await sendHttp(`${system.url}/metrics`);
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(families).toEqual(expect.arrayContaining([...listed, 'http_request_duration_seconds']));
    expect(families).toEqual([...new Set(families)]);
    expect(text).toMatch(/^saga_events_total\{saga="PlaceOrder",type="SAGA_COMPLETED"\} 1$/m);
  });
});
