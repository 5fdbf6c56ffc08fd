import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { serveCanned, startCanned, things, twoThings, type CannedSubgraph } from './canned.ts';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const query = '{ things { id name } }';
const away = { extensions: { code: 'SERVICE_UNAVAILABLE' } };

describe('operations that end before their subgraphs do', () => {
  let kit: LibraryKit;
  let first: CannedSubgraph;
  let second: CannedSubgraph;
  let end: () => Promise<void>;

  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => end());
  afterAll(() => kit.end());

  const serve = async (limits: Partial<LibraryKit['config']['limits']> = {}, requestMs = 60_000) => {
    first = await startCanned(twoThings);
    second = await startCanned({ data: { _entities: [{ name: 'One' }, { name: 'Two' }] } });
    const served = await serveCanned(
      kit,
      things,
      { first, second },
      {
        limits: { ...kit.config.limits, deadlineMs: 60_000, ...limits },
        subgraphTimeouts: { connectMs: 1_000, requestMs, silenceMs: 200 },
      },
    );
    end = served.end;
    return served;
  };

  it('are cancelled at their deadline, and nothing more is asked for them', async () => {
    const gateway = await serve({ deadlineMs: 150 });
    first.answer = undefined;
    const { data, errors } = await ask(gateway, query);
    expect([data, errors]).toMatchObject([{ things: null }, [{ ...away, path: ['things'] }]]);
    expect(errors![0]!.message).toMatch('longer than 150 ms');
    await first.abandoned(1);
    expect(second.asked).toEqual([]);
  });

  it('are cancelled at their deadline over a socket, mutations too', async () => {
    const gateway = await serve({ deadlineMs: 150 });
    first.answer = undefined;
    const follower = new Follower(connect(gateway), 'mutation { make { id } }');
    await follower.ended;
    expect(follower.results).toMatchObject([{ errors: [{ ...away, path: ['make'] }] }]);
    await first.abandoned(1);
  });

  it('are cancelled when the client disconnects', async () => {
    const gateway = await serve();
    second.answer = undefined;
    const leaving = new AbortController();
    const asking = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    await second.until(1);
    leaving.abort();
    await expect(asking).rejects.toThrow('aborted');
    await second.abandoned(1);
  });

  it('are cancelled when the client completes them over its socket', async () => {
    const gateway = await serve();
    second.answer = undefined;
    const follower = new Follower(connect(gateway), query);
    await second.until(1);
    follower.leave();
    await second.abandoned(1);
  });

  it('go on when they are mutations and the client disconnects', async () => {
    const gateway = await serve();
    first.answer = undefined;
    const leaving = new AbortController();
    const asking = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'mutation { make { id } }' }),
      signal: leaving.signal,
    });
    await first.until(1);
    leaving.abort();
    await expect(asking).rejects.toThrow('aborted');
    // Another operation has been answered meanwhile, and the first is still not abandoned.
    first.answer = twoThings;
    await ask(gateway, query);
    const outcome = await Promise.race([first.abandoned(1).then(() => 'abandoned'), Promise.resolve('runs')]);
    expect(outcome).toBe('runs');
  });

  it.each([
    ['at the limit', 1, true],
    ['at ten times the limit', 10, false],
  ])('are refused when their answers are too large: %s', async (_where, times, admitted) => {
    const gateway = await serve({ answerBytes: 100_000 });
    second.answer = { data: { _entities: [{ name: 'x'.repeat(99_000 * times) }, { name: '' }] } };
    for (const over of ['http', 'socket']) {
      const follower = over === 'socket' ? new Follower(connect(gateway), query) : undefined;
      await follower?.ended;
      const { errors } = follower ? follower.results[0]! : await ask(gateway, query);
      expect([over, errors?.[0]?.extensions?.['code']]).toEqual([
        over,
        admitted ? undefined : 'BAD_USER_INPUT',
      ]);
    }
  });

  it.each([
    ['of introspection', '{ __schema { types { fields { description type { name } } } } }'],
    ['of both', `{ things { id name } __schema { types { name } } }`],
  ])('are refused when what they are put together of is too large: %s', async (_what, both) => {
    const gateway = await serve({ answerBytes: 1_000 });
    second.answer = { data: { _entities: [{ name: 'x'.repeat(800) }, { name: '' }] } };
    expect((await ask(gateway, query)).errors).toBeUndefined();
    expect((await ask(gateway, '{ __schema { types { name } } }')).errors).toBeUndefined();
    const follower = new Follower(connect(gateway), both);
    await follower.ended;
    for (const { data, errors } of [await ask(gateway, both), follower.results[0]!]) {
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors![0]!.message).toMatch('more than 1000 bytes');
    }
  });

  it('do not wait for a subgraph that has fallen silent, until it answers again', async () => {
    const gateway = await serve({}, 300);
    second.answer = undefined;
    expect((await ask(gateway, query)).errors).toMatchObject([away, away]);
    expect(second.asked).toHaveLength(1);
    for (let time = 0; time < 3; time += 1)
      expect((await ask(gateway, query)).errors).toMatchObject([away, away]);
    expect(second.asked).toHaveLength(1);
    second.answer = { data: { _entities: [{ name: 'One' }, { name: 'Two' }] } };
    let answer = await ask(gateway, query);
    while (answer.errors) answer = await ask(gateway, query);
    expect(answer.data).toEqual({
      things: [
        { id: '1', name: 'One' },
        { id: '2', name: 'Two' },
      ],
    });
  });

  it('do not wait for the time-out of a subgraph that accepts connections and answers nothing', async () => {
    const gateway = await serve();
    first.answer = { data: { ...twoThings.data, other: 'first' } };
    second.answer = undefined;
    const waiting = Array.from({ length: 20 }, () => ask(gateway, '{ other things { id name } }'));
    await second.until(20);
    for (const { data, errors } of await Promise.all(waiting))
      expect([data, errors]).toMatchObject([{ other: 'first', things: null }, [away, away]]);
    expect((await ask(gateway, query)).errors).toMatchObject([away, away]);
    expect(second.asked).toHaveLength(20);
  });

  it('wait for a subgraph that is slow and answers others', async () => {
    const gateway = await serve();
    Object.assign(second, { answer: undefined, answersProbes: true });
    const waiting = ask(gateway, query);
    await second.probed(3);
    second.release({ data: { _entities: [{ name: 'One' }, { name: 'Two' }] } });
    expect((await waiting).errors).toBeUndefined();
  });

  it('have their fields again once a process that was frozen goes on', async () => {
    const frozen = await startProcess();
    const served = await serveCanned(
      kit,
      things,
      { first: (first = await startCanned(twoThings)), second: frozen },
      { subgraphTimeouts: { connectMs: 1_000, requestMs: 60_000, silenceMs: 200 } },
    );
    end = served.end;
    expect((await ask(served, query)).errors).toBeUndefined();
    frozen.process.kill('SIGSTOP');
    const answers = await Promise.all([ask(served, query), ask(served, query)]);
    for (const { errors } of answers) expect(errors).toMatchObject([away, away]);
    frozen.process.kill('SIGCONT');
    let answer = await ask(served, query);
    while (answer.errors) answer = await ask(served, query);
    expect(answer.data).toMatchObject({ things: [{ name: 'One' }, { name: 'Two' }] });
  });
});

const PROGRAM = `
  const server = require('node:http').createServer((request, response) => {
    request.resume();
    const names = [{ name: 'One' }, { name: 'Two' }];
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { _entities: names } }));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** A subgraph in a process of its own. */
async function startProcess(): Promise<{ url: string; process: ChildProcess; stop(): void }> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}`;
  return { url, process: child, stop: () => child.kill('SIGKILL') };
}
