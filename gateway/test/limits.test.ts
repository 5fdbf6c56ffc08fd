import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ada, grace, createManualClock } from '@counterstep/service-kit/testing';
import type { Service } from '@counterstep/service-kit/server';
import { getIntrospectionQuery } from 'graphql';
import { WebSocket } from 'ws';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const nested = (levels: number): string => (levels === 0 ? 'title' : `next { ${nested(levels - 1)} }`);

describe('limits', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    const limits = { ...kit.config.limits, depth: 5, aliases: 3, selections: 20, tokens: 200 };
    gateway = await kit.gateway({ limits });
  });
  afterAll(() => kit.end());

  const message = async (query: string): Promise<string | undefined> =>
    (await ask(gateway, query)).errors?.[0]?.message;

  it('refuses an operation that is deeper than allowed', async () => {
    expect(await message(`{ books { ${nested(3)} } }`)).toBeUndefined();
    expect(await message(`{ books { ${nested(4)} } }`)).toBe(
      'The operation has more than 5 levels of fields.',
    );
  });

  it('counts depth through fragments', async () => {
    const query = `{ books { ...A } } fragment A on Book { next { ...B } } fragment B on Book { ${nested(3)} }`;
    expect(await message(query)).toBe('The operation has more than 5 levels of fields.');
  });

  it('refuses more aliases than allowed', async () => {
    expect(await message('{ a: books { id } b: books { id } c: books { id } }')).toBeUndefined();
    expect(await message('{ a: books { id } b: books { id } c: books { id } d: reviewers }')).toBe(
      'The operation has more than 3 aliases.',
    );
  });

  it('refuses more combinations of conditions than allowed, and counts equal ones once', async () => {
    const few = { ...kit.config.limits, conditions: 3 };
    const strict = await kit.gateway({ limits: few });
    const conditional = async (selections: string): Promise<string | undefined> => {
      const query = `query ($a: Boolean!, $b: Boolean!) { books { ${selections} } }`;
      const { errors } = await ask(strict, query, { variables: { a: true, b: true } });
      return errors?.[0]?.message;
    };
    const three =
      'id @include(if: $a) title @skip(if: $a) ... @include(if: $b) { id title } ... @include(if: $b) { id }';
    expect(await conditional(three)).toBeUndefined();
    expect(await conditional(`${three} ... @include(if: $b) { ... @skip(if: $a) { title } }`)).toBe(
      'The operation has more than 3 combinations of conditions.',
    );
  });

  it('refuses fragments that multiply', async () => {
    const query = `{ books { ...A ...A } }
      fragment A on Book { ...B ...B ...B ...B }
      fragment B on Book { id title rating stars }`;
    expect(await message(query)).toBe('The operation has more than 20 selections.');
  });

  it('ends with fragments that use themselves', async () => {
    expect(
      await message('{ books { ...A } } fragment A on Book { ...B } fragment B on Book { ...A id }'),
    ).toMatch(/Cannot spread fragment "A" within itself/);
  });

  it('refuses a document of more tokens than allowed before reading on', async () => {
    expect(await message(`{ ${'books { id } '.repeat(60)} }`)).toMatch(/more that 200 tokens/);
  });

  it('lets the standard introspection query pass within the default limits', async () => {
    const usual = await kit.gateway();
    expect((await ask(usual, getIntrospectionQuery())).errors).toBeUndefined();
  });

  it('refuses introspection where it is off', async () => {
    const closed = await kit.gateway({ introspection: false });
    const { errors } = await ask(closed, '{ __schema { types { name } } }');
    expect(errors![0]!.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await ask(closed, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('limits how often each identity may ask', async () => {
    const clock = createManualClock(new Date().toISOString());
    const limits = { ...kit.config.limits, operationsPerMinute: 2 };
    const limited = await kit.gateway({ limits }, { clock });
    const askAs = async (authorization: string) =>
      ask(limited, '{ __typename }', { headers: { authorization } });
    const [adas, graces] = [await kit.session(ada), await kit.session(grace)];
    expect((await askAs(adas)).status).toBe(200);
    expect((await askAs(adas)).status).toBe(200);
    const refused = await askAs(adas);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(refused.errors![0]!.extensions['code']).toBe('RATE_LIMITED');
    expect((await askAs(graces)).status).toBe(200);
    clock.advance(30_000);
    expect((await askAs(adas)).status).toBe(200);
  });

  it('counts expensive operations several times, and says over a socket too when to come back', async () => {
    const clock = createManualClock(new Date().toISOString());
    const limits = { ...kit.config.limits, operationsPerMinute: 60 };
    const limited = await kit.gateway({ limits }, { clock });
    // 250 objects count as one more.
    const expensive = '{ books(first: 14500) { id } }';
    expect((await ask(limited, expensive)).status).toBe(200);
    const refused = await ask(limited, expensive);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '58']);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 58 } }]);
    clock.advance(1_000);
    const { errors } = await new Follower(connect(limited), expensive).ended;
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 58 } }]);
  });

  it('counts bad tokens and bodies that are none against their address, and nobody else', async () => {
    const clock = createManualClock(new Date().toISOString());
    const limits = { ...kit.config.limits, operationsPerMinute: 4 };
    const limited = await kit.gateway({ limits }, { clock });
    const send = (headers: Record<string, string>, body: string) =>
      fetch(`${limited.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    const bad = (): Promise<Response> => send({ authorization: 'Bearer forged' }, '{"query":"{ shelves }"}');
    const malformed = (): Promise<Response> => send({}, '{');
    for (const [attempt, status] of [
      [bad, 401],
      [malformed, 400],
      [bad, 401],
      [malformed, 400],
      [bad, 429],
      [malformed, 429],
    ] as const)
      expect((await attempt()).status).toBe(status);
    const refused = await malformed();
    expect(refused.headers.get('retry-after')).toBe('15');
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { retryAfter: 15 } }] });
    const authorization = await kit.session(ada);
    expect((await ask(limited, '{ shelves }', { headers: { authorization } })).status).toBe(200);
  });

  const init = { type: 'connection_init' };
  const ask1 = { id: '1', type: 'subscribe', payload: { query: 'subscription { ticks { note } }' } };
  it.each<[string, readonly (object | string | Buffer)[]]>([
    ['that are not JSON', ['rubbish']],
    ['that only servers send', [{ type: 'connection_ack' }]],
    ['without what they need', [init, { type: 'subscribe' }]],
    ['before the socket is accepted', [ask1]],
    ['that begin twice', [init, init]],
    ['with an id twice', [init, ask1, ask1]],
    ['with an id that is too long', [init, { ...ask1, id: 'x'.repeat(10_000) }]],
    ['that are too long', ['x'.repeat(300_000)]],
    ['that are not UTF-8', [Buffer.from([0xff])]],
  ])('counts messages of sockets against their address: %s', async (_what, messages) => {
    const clock = createManualClock(new Date().toISOString());
    const limits = { ...kit.config.limits, operationsPerMinute: 5 };
    const limited = await kit.gateway({ limits, trustProxy: true }, { clock });
    const closeOf = async (address: string): Promise<number> => {
      const socket = new WebSocket(`${limited.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: { 'x-forwarded-for': address },
      });
      const closed = once(socket, 'close');
      socket.once('open', () => {
        for (const message of messages)
          if (Buffer.isBuffer(message)) socket.send(message, { binary: false });
          else socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      });
      return ((await closed) as [number])[0];
    };
    for (let time = 0; time < 5; time += 1) await closeOf('192.0.2.1');
    expect(await closeOf('192.0.2.1')).toBe(4429);
    const statusFrom = async (address: string): Promise<number> =>
      (await ask(limited, '{ shelves }', { headers: { 'x-forwarded-for': address } })).status;
    expect([await statusFrom('192.0.2.1'), await statusFrom('192.0.2.2')]).toEqual([429, 200]);
    clock.advance(60_000);
    expect(await statusFrom('192.0.2.1')).toBe(200);
  });

  it('counts strangers by address, of IPv6 all of a /64 together', async () => {
    const clock = createManualClock(new Date().toISOString());
    const limits = { ...kit.config.limits, operationsPerMinute: 2 };
    const limited = await kit.gateway({ limits, trustProxy: true }, { clock });
    const statusFrom = async (address: string): Promise<number> =>
      (await ask(limited, '{ shelves }', { headers: { 'x-forwarded-for': address } })).status;
    expect(await statusFrom('2001:db8:0:1::1')).toBe(200);
    expect(await statusFrom('2001:db8:0:1:ffff::2')).toBe(200);
    expect(await statusFrom('2001:db8:0:1::3')).toBe(429);
    expect(await statusFrom('2001:db8:0:2::1')).toBe(200);
    expect(await statusFrom('192.0.2.1')).toBe(200);
  });
});
