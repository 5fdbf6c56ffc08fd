import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { hostileConnections } from '@counterstep/service-kit/testing';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

describe('the gateway', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  it.each(hostileConnections)('answers others after a connection that $name', async ({ attack }) => {
    await attack(gateway.url);
    expect(await ask(gateway, '{ book(id: "1") { title } }')).toMatchObject({
      status: 200,
      data: { book: { title: 'One' } },
    });
  });
});
