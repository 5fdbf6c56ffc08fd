import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ada, createManualClock, grace } from '@counterstep/platform/testing';
import type { Service } from '@counterstep/platform/server';
import { getIntrospectionQuery } from 'graphql';
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
});
