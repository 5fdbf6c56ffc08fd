import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const PROGRESS =
  'subscription ($after: Int) { progress(id: "1", afterSequence: $after) { sequence note book { title } } }';

describe('a stream whose client comes back with the id of the last event', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeEach(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterEach(() => kit.end());

  const stream = (body: object, headers: Record<string, string>): Promise<Response> =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(body),
    });
  const lost = (headers: Record<string, string>, after: number): Promise<Response> =>
    stream({ query: PROGRESS, variables: { after } }, headers);

  it('goes on after it, whatever its document says', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a', 'b', 'c');
    const first = await lost({}, 0);
    const chunks = (first.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream());
    let seen = '';
    for await (const chunk of chunks) {
      seen += chunk;
      if (seen.includes('"sequence":2')) break;
    }
    expect(seen).toMatch(/id: 1\nevent: next\ndata: .*"a".*\n\nid: 2\nevent: next\ndata: .*"b"/);
    await channel.until(({ following }) => following === 0);
    channel.finish();
    const next = await (await lost({ 'last-event-id': '2' }, 0)).text();
    expect(next).toMatch(/^:\n\nid: 3\nevent: next\ndata: .*"c".*\n\nevent: complete\ndata: \n\n$/);
    expect(channel.starts).toEqual([0, 2]);
  });

  it('does not share the upstream of one that begins elsewhere', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a', 'b');
    const [whole, rest] = await Promise.all([lost({}, 0), lost({ 'last-event-id': '1' }, 0)]);
    await channel.until(({ following }) => following === 2);
    channel.finish();
    expect([await whole.text(), await rest.text()].map((text) => text.match(/^id: .*$/gm))).toEqual([
      ['id: 1', 'id: 2'],
      ['id: 2'],
    ]);
  });

  it('is begun anew where events have no position', async () => {
    const channel = kit.library.channel('ticks');
    channel.tell('a');
    channel.finish();
    const query = 'subscription { ticks { note } }';
    const text = await (await stream({ query }, { 'last-event-id': '1' })).text();
    expect(text).toMatch(/"note":"a"/);
    expect(text).not.toMatch(/^id:/m);
  });

  it.each(['x', '-1', '1.5', '2147483648', '1'.repeat(400)])(
    'is refused with an id of none: %s',
    async (id) => {
      const response = await lost({ 'last-event-id': id }, 0);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch('Last-Event-ID');
      expect(kit.library.channel('1').starts).toEqual([]);
    },
  );
});
