import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@counterstep/service-kit';
import { StoreUnavailable, type DocumentStore } from '@counterstep/document-store';
import { ada, createGate } from '@counterstep/service-kit/testing';
import { cleanUp, confirmation, onCleanUp, startNotifications, step, type NotificationsKit } from './kit.ts';
import { openPostOffice, smtpAnswer, type PostOffice } from './post-office.ts';

const TIMEOUT_MS = 20_000;
const DAY_MS = 24 * 60 * 60_000;
const input = confirmation('order-1');
const unavailable = { failed: 'PROVIDER_UNAVAILABLE' };
const unknown = { rejected: 'DELIVERY_UNKNOWN' };

const smtpAt = (url: string, timeoutMs = TIMEOUT_MS) => ({
  smtp: { url, from: 'Counterstep <orders@shop.example>', timeoutMs },
});

describe('e-mails to a mail server', () => {
  let office: PostOffice;
  let service: NotificationsKit;
  const recorded = async () => (await service.about(['order-1'], { viewer: ada }))[0]!;

  beforeEach(async () => {
    office = await openPostOffice();
    service = await startNotifications(smtpAt(office.url));
  });
  afterEach(cleanUp);

  it('are sent once for all attempts of a step', async () => {
    const attempt = step();
    expect(await service.confirm(attempt, input)).toBe('sent');
    expect(await service.confirm(attempt, input)).toBe('sent');
    expect(office.mails).toHaveLength(1);
    const [mail] = office.mails;
    expect(mail).toMatchObject({
      from: 'orders@shop.example',
      to: ['ada@example.com'],
      headers: {
        from: 'Counterstep <orders@shop.example>',
        to: 'ada@example.com',
        subject: 'Your order 2603-K7M3-Q9XD is confirmed',
        'message-id': expect.stringMatching(/^<[\w-]{43}@notifications\.counterstep>$/),
      },
    });
    expect(mail!.text).toContain('  Total                      157.00 USD\n');
    expect(mail!.text).toContain('CS123456789US');
    expect(await recorded()).toMatchObject([{ status: 'SENT', sentAt: '2026-03-01T09:00:00.000Z' }]);
    expect(await service.kept()).toEqual([]);
  });

  it('are not sent where the customer had verified no address, and are shown all the same', async () => {
    const attempt = step();
    for (const email of [null, undefined]) {
      expect(await service.confirm(attempt, { ...input, email })).toBe('sent');
    }
    expect(office.connections()).toBe(0);
    expect(await recorded()).toMatchObject([{ status: 'FAILED', sentAt: null }]);
  });

  it('are tried again when the mail server has refused them for now', async () => {
    const attempt = step();
    office.onRecipient = () => {
      throw smtpAnswer(451, 'Try again later');
    };
    expect(await service.confirm(attempt, input)).toEqual(unavailable);
    expect(await recorded()).toMatchObject([{ status: 'PENDING', sentAt: null }]);
    office.onRecipient = () => undefined;
    expect(await service.confirm(attempt, input)).toBe('sent');
    expect(office.mails).toHaveLength(1);
    expect(await recorded()).toMatchObject([{ status: 'SENT' }]);
  });

  it('are tried again when the mail server has taken the text and then refused it for now', async () => {
    const attempt = step();
    office.beforeAnswer = () => {
      throw smtpAnswer(452, 'The disk is full');
    };
    expect(await service.confirm(attempt, input)).toEqual(unavailable);
    office.beforeAnswer = () => undefined;
    expect(await service.confirm(attempt, input)).toBe('sent');
  });

  it('are not tried again when the mail server has refused them for good', async () => {
    const attempt = step();
    office.onRecipient = () => {
      throw smtpAnswer(550, 'No such mailbox');
    };
    expect(await service.confirm(attempt, input)).toEqual({ rejected: 'MAIL_REFUSED' });
    expect(await service.confirm(attempt, input)).toEqual({ rejected: 'MAIL_REFUSED' });
    expect(office.connections()).toBe(1);
    expect(await recorded()).toMatchObject([{ status: 'FAILED', sentAt: null }]);
  });

  it('are not sent again when the mail server has taken the text and hung up', async () => {
    const attempt = step();
    office.beforeAnswer = () => {
      office.hangUp();
    };
    expect(await service.confirm(attempt, input)).toEqual(unknown);
    expect(await service.confirm(attempt, input)).toEqual(unknown);
    expect(office.mails).toHaveLength(1);
    expect(await recorded()).toMatchObject([{ status: 'FAILED' }]);
  });

  it('are not sent again while an attempt is sending them', async () => {
    const attempt = step();
    const gate = createGate();
    office.beforeAnswer = () => gate.pass();
    const first = service.confirm(attempt, input);
    await gate.reached;
    expect(await recorded()).toMatchObject([{ status: 'PENDING' }]);
    expect(await service.confirm(attempt, input)).toEqual(unavailable);
    gate.open();
    expect(await first).toBe('sent');
    expect(await service.confirm(attempt, input)).toBe('sent');
    expect(office.mails).toHaveLength(1);
  });

  it('count as sent even when the attempt’s deadline has passed meanwhile', async () => {
    const early = { ...step(), deadline: new Date(service.clock.now() + 1000).toISOString() };
    const gate = createGate();
    office.beforeAnswer = () => gate.pass();
    const first = service.confirm(early, input);
    await gate.reached;
    service.clock.advance(2000);
    gate.open();
    expect(await first).toEqual({ failed: 'DEADLINE_EXCEEDED' });
    expect(await recorded()).toMatchObject([{ status: 'SENT' }]);
    const late = { ...early, deadline: new Date(service.clock.now() + 1000).toISOString() };
    expect(await service.confirm(late, input)).toBe('sent');
    expect(office.mails).toHaveLength(1);
  });
});

describe('an e-mail of which it was not committed what became of it', () => {
  afterEach(cleanUp);

  const mortal =
    (isAlive: () => boolean) =>
    (store: DocumentStore): DocumentStore => ({
      exclusive: store.exclusive,
      collection: (spec) => store.collection(spec),
      commit: (writes) =>
        isAlive() ? store.commit(writes) : Promise.reject(new StoreUnavailable('The process is dead.')),
      changes: (collection) => store.changes(collection),
      ping: () => store.ping(),
      close: () => store.close(),
    });

  it('is given up, once no attempt can be sending it any more', async () => {
    let alive = true;
    const office = await openPostOffice();
    const service = await startNotifications(
      smtpAt(office.url),
      {},
      mortal(() => alive),
    );
    office.beforeAnswer = () => {
      alive = false;
    };
    const attempt = step();
    expect(await service.confirm(attempt, input)).toEqual({ failed: 'STORE_UNAVAILABLE' });
    alive = true;
    expect(await service.confirm(attempt, input)).toEqual(unavailable);
    service.clock.advance(2 * TIMEOUT_MS);
    expect(await service.confirm(attempt, input)).toEqual(unknown);
    const [about] = await service.about(['order-1'], { viewer: ada });
    expect(about).toMatchObject([{ status: 'FAILED' }]);
    expect(office.mails).toHaveLength(1);
  });

  it('is given up in time, though a clock that was ahead said when that is', async () => {
    const office = await openPostOffice();
    let alive = true;
    const service = await startNotifications(
      smtpAt(office.url),
      {},
      mortal(() => alive),
    );
    office.beforeAnswer = () => {
      alive = false;
    };
    service.clock.advance(DAY_MS);
    const attempt = { ...step(), deadline: '2100-01-01T00:00:00.000Z' };
    expect(await service.confirm(attempt, input)).toEqual({ failed: 'STORE_UNAVAILABLE' });
    alive = true;
    service.clock.advance(-DAY_MS);
    expect(await service.confirm(attempt, input)).toEqual(unavailable);
    service.clock.advance(2 * TIMEOUT_MS);
    expect(await service.confirm(attempt, input)).toEqual(unknown);
    expect(office.mails).toHaveLength(1);
  });
});

describe('a mail server', () => {
  afterEach(cleanUp);

  it('that wants a login gets it from the URL, and nothing of it is logged', async () => {
    const seen: unknown[] = [];
    const office = await openPostOffice({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        seen.push([username, password]);
        if (seen.length === 1) done(smtpAnswer(535, 'Not yet'));
        else done(null, { user: username });
      },
    });
    const lines: string[] = [];
    const log = createLogger('notifications', 'trace', { write: (line) => void lines.push(line) });
    const url = office.url.replace('//', '//shop:p%40ss%2Fword@');
    const service = await startNotifications(smtpAt(url), { log });
    const attempt = step();
    expect(await service.confirm(attempt, input)).toEqual(unavailable);
    expect(await service.confirm(attempt, input)).toBe('sent');
    expect(seen).toEqual([
      ['shop', 'p@ss/word'],
      ['shop', 'p@ss/word'],
    ]);
    const text = lines.join('');
    expect(text).toContain('e-mail not sent');
    expect(text).not.toMatch(/p@ss|p%40ss/);
  });

  it('that is not there makes the attempt fail in a way that may be tried again', async () => {
    const office = await openPostOffice();
    const service = await startNotifications(smtpAt(office.url));
    await office.stop();
    expect(await service.confirm(step(), input)).toEqual(unavailable);
    expect(await service.about(['order-1'], { viewer: ada })).toMatchObject([[{ status: 'PENDING' }]]);
  });

  it.each([
    ['says nothing', () => undefined],
    ['never comes to the end of an answer', dribble],
  ])('that %s makes the attempt fail after the configured time', async (_how, behave) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      behave(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onCleanUp(async () => {
      for (const socket of sockets) socket.destroy();
      await promisify(server.close.bind(server))();
    });
    const { port } = server.address() as AddressInfo;
    const service = await startNotifications(smtpAt(`smtp://127.0.0.1:${port}`, 200));
    expect(await service.confirm(step(), input)).toEqual(unavailable);
  });
});

/** A server that greets, and then answers the sender's address with one line after the other. */
function dribble(socket: Socket): void {
  socket.write('220 Hello\r\n');
  socket.on('data', (data) => {
    if (data.toString().startsWith('EHLO')) socket.write('250 Welcome\r\n');
    else {
      const timer = setInterval(() => socket.write('250-One more thing\r\n'), 10);
      socket.on('close', () => {
        clearInterval(timer);
      });
    }
  });
}
