import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { serverAudits } from 'graphql-http';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

describe('GraphQL over HTTP', () => {
  let kit: LibraryKit;
  let gateway: Service;
  let endpoint = '';

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway({ limits: { ...kit.config.limits, bodyBytes: 10_000 } });
    endpoint = `${gateway.url}/graphql`;
  });
  afterAll(() => kit.end());

  for (const { id, name, fn } of serverAudits({ url: () => endpoint }))
    it(`passes audit ${id}: ${name}`, async () => {
      expect(await fn()).toMatchObject({ status: 'ok' });
    });

  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(endpoint, { method: 'POST', headers, body });

  const codeOf = async (response: Response): Promise<unknown> => {
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]!.extensions['correlationId']).toBe(response.headers.get('x-correlation-id'));
    return errors[0]!.extensions['code'];
  };

  it('answers bad JSON with 400', async () => {
    const response = await post('{');
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/graphql'])(
    'answers a body of type %s with 415',
    async (type) => {
      const response = await post('{"query":"{ __typename }"}', { 'content-type': type });
      expect([response.status, await codeOf(response)]).toEqual([415, 'BAD_REQUEST']);
    },
  );

  it.each(['PUT', 'PATCH', 'DELETE'])('answers %s with 405', async (method) => {
    const response = await fetch(endpoint, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS']);
    expect(await codeOf(response)).toBe('BAD_REQUEST');
  });

  it('answers a mutation over GET with 405 and does nothing', async () => {
    const query = encodeURIComponent('mutation { rename(id: "1", title: "Stolen") { title } }');
    const response = await fetch(`${endpoint}?query=${query}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await codeOf(response)).toBe('BAD_REQUEST');
    expect(kit.library.titles.get('1')).toBe('One');
  });

  it('answers an unacceptable Accept header with 406', async () => {
    const response = await post('{"query":"{ __typename }"}', {
      'content-type': 'application/json',
      accept: 'image/png',
    });
    expect([response.status, await codeOf(response)]).toEqual([406, 'BAD_REQUEST']);
  });

  it('refuses a batch', async () => {
    const response = await post('[{"query":"{ __typename }"},{"query":"{ __typename }"}]');
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('refuses a body beyond the limit with 413', async () => {
    const response = await post(JSON.stringify({ query: '{ __typename }', pad: 'x'.repeat(10_000) }));
    expect([response.status, await codeOf(response)]).toEqual([413, 'BAD_REQUEST']);
  });

  it('lets pages of every origin call without credentials', async () => {
    const headers = {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    };
    const preflight = await fetch(endpoint, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    const answer = await ask(gateway, '{ __typename }', { headers: { origin: 'https://shop.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('lets pages of the configured origins only call', async () => {
    const strict = await kit.gateway({ corsOrigins: ['https://shop.example'] });
    const allowed = async (origin: string) =>
      (await ask(strict, '{ __typename }', { headers: { origin } })).headers.get(
        'access-control-allow-origin',
      );
    expect(await allowed('https://shop.example')).toBe('https://shop.example');
    expect(await allowed('https://evil.example')).toBeNull();
  });

  it('tells that it is up, ready and how it does', async () => {
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/ready`)).status).toBe(200);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('http_request_duration_seconds');
  });
});
