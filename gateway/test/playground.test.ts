import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const BUILD_LIMIT_MS = 120_000;

describe('GraphiQL', () => {
  let kit: LibraryKit;
  let gateway: Service;
  let pages = 0;

  beforeAll(async () => {
    const script = fileURLToPath(new URL('../scripts/build-playground.mjs', import.meta.url));
    await promisify(execFile)(process.execPath, [script]);
    kit = await createLibraryKit();
    gateway = await kit.gateway({
      playground: {
        headers: (url) => Promise.resolve({ authorization: `Bearer token-${(pages += 1)}`, url }),
        query: '# </script><script>alert(1)</script>',
      },
    });
  }, BUILD_LIMIT_MS);
  afterAll(() => kit.end());

  const open = async (path = '/graphql') => {
    const response = await fetch(`${gateway.url}${path}`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    return { response, text: await response.text() };
  };

  it('fills in the configured query, and headers made anew for each page', async () => {
    for (const page of [1, 2]) {
      const { text } = await open();
      const config = /<script type="application\/json" id="config">([^<]*)<\/script>/.exec(text)?.[1];
      expect(JSON.parse(config!)).toEqual({
        query: '# </script><script>alert(1)</script>',
        headers: { authorization: `Bearer token-${page}`, url: gateway.url },
      });
    }
  });

  it('comes with all that it needs, and may load nothing from elsewhere', async () => {
    const { response, text } = await open('/');
    expect(response.url).toBe(`${gateway.url}/graphql`);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self'");
    expect(policy).not.toMatch(/https?:/);
    const assets = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
    expect(assets.map((path) => path.split('.').at(-1)).sort()).toEqual(['css', 'js']);
    for (const path of assets) expect((await fetch(gateway.url + path)).status).toBe(200);
  });

  it('serves nothing beside its own files', async () => {
    expect((await fetch(`${gateway.url}/playground/assets/..%2Findex.html`)).status).toBe(404);
    expect((await fetch(`${gateway.url}/playground/assets/nothing.js`)).status).toBe(404);
  });

  it('leaves queries over GET alone', async () => {
    const response = await fetch(`${gateway.url}/graphql?query={__typename}`, {
      headers: { accept: 'application/json' },
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('is not there where it is off', async () => {
    const plain = await kit.gateway();
    const response = await fetch(`${plain.url}/graphql`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(response.status).toBe(400);
    expect((await fetch(plain.url)).status).toBe(404);
  });
});
