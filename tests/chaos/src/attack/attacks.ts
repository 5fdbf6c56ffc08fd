import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_PASSWORD, LOGIN } from '@counterstep/schema/demo';
import { WebSocket } from 'ws';

/** The target of attacks, which come from a loopback address of their own. */
export interface Victim {
  readonly host: string;
  readonly port: number;
}

/** One attack; resolves when it is over, whatever its outcome. */
export type Attack = (victim: Victim) => Promise<void>;

/** The address that attacks come from. */
const ATTACKER = '127.0.0.2';
/** How long an attack waits for an answer, in ms. */
const ANSWER_TIMEOUT_MS = 2_000;

const open = async ({ host, port }: Victim): Promise<Socket> => {
  const socket = connect({ host, port, localAddress: ATTACKER });
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  return socket;
};

const closed = async (socket: Socket): Promise<void> => {
  await Promise.race([once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  socket.destroy();
};

const headersOf = (body: string): string =>
  [
    'POST /graphql HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    '',
  ].join('\r\n');

/** Posts a body and reads the answer for a while. */
async function post(victim: Victim, body: object): Promise<void> {
  const socket = await open(victim);
  const text = JSON.stringify(body);
  socket.write(headersOf(text) + text);
  await Promise.race([once(socket.resume(), 'end'), once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  socket.destroy();
}

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

const resetUpgrade: Attack = async (victim) => {
  for (const path of ['/x', '/graphql']) {
    const socket = await open(victim);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${UPGRADE}\r\n`);
    socket.resetAndDestroy();
  }
};

const rubbish: Attack = async (victim) => {
  const socket = await open(victim);
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\n\r\n${'\0\xff'.repeat(2_000)}\r\n\r\nGET`);
  await closed(socket);
};

const slowBody: Attack = async (victim) => {
  const socket = await open(victim);
  socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n{');
  await delay(ANSWER_TIMEOUT_MS);
  socket.destroy();
};

const PLACE = 'mutation ($i: PlaceOrderInput!) { placeOrder(input: $i) { orderId } }';

const unknownKeys: Attack = (victim) => {
  const keys = Object.fromEntries(Array.from({ length: 14_000 }, (_, index) => [`k${index}`, 1]));
  return post(victim, { query: PLACE, variables: { i: keys } });
};

const longPassword: Attack = (victim) =>
  post(victim, {
    query: LOGIN,
    variables: { input: { email: 'ada@example.com', password: `a${'\u0301'.repeat(100_000)}` } },
  });

const guess: Attack = (victim) =>
  post(victim, {
    query: LOGIN,
    variables: { input: { email: `${randomUUID()}@example.com`, password: 'a wrong password' } },
  });

const REGISTER = 'mutation ($i: RegisterInput!) { register(input: $i) { errors { __typename } } }';
const registration: Attack = (victim) =>
  post(victim, {
    query: REGISTER,
    variables: {
      i: { email: `${randomUUID()}@example.com`, password: DEMO_PASSWORD, name: 'Flood' },
    },
  });

const nested = (levels: number): string =>
  levels === 0 ? 'id' : `customer { orders(first: 100) { nodes { ${nested(levels - 1)} } } }`;
const costly: Attack = (victim) =>
  post(victim, { query: `{ orders(first: 100) { nodes { ${nested(3)} } } }` });

const deepDocument: Attack = (victim) => post(victim, { query: '{a'.repeat(30_000) });

const isOpen = (socket: WebSocket): boolean => socket.readyState === WebSocket.OPEN;

async function openWebSocket({ host, port }: Victim): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}:${port}/graphql`, 'graphql-transport-ws', {
    localAddress: ATTACKER,
  });
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'open'), once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  if (!isOpen(socket)) return socket;
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await Promise.race([once(socket, 'message'), once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  return socket;
}

/** A socket that requests a lot and reads nothing. */
const deafSocket: Attack = async (victim) => {
  const socket = await openWebSocket(victim);
  socket.pause();
  const query = '{ products(first: 100) { nodes { id sku name description } } }';
  for (let sent = 0; sent < 500 && isOpen(socket); sent += 1) {
    socket.send(JSON.stringify({ id: String(sent), type: 'subscribe', payload: { query } }));
    socket.send(JSON.stringify({ type: 'ping', payload: { echo: 'x'.repeat(1_000) } }));
    if (sent % 50 === 0) await delay(10);
  }
  await Promise.race([once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  socket.terminate();
};

/** Thousands of different subscriptions on one socket. */
const manySubscriptions: Attack = async (victim) => {
  const socket = await openWebSocket(victim);
  for (let index = 0; index < 3_000 && isOpen(socket); index += 1) {
    const query = `subscription { a${index}: orderProgress(orderId: "${index}") { sequence } }`;
    socket.send(JSON.stringify({ id: String(index), type: 'subscribe', payload: { query } }));
  }
  await Promise.race([once(socket, 'close'), delay(ANSWER_TIMEOUT_MS)]);
  socket.terminate();
};

const FLOODING_SOCKETS = 10;
/** How many cheap queries a flooding socket has under way at any time; by default the gateway's own limit. */
const FLOOD_IN_FLIGHT = 200;

/** Sockets that repeat a trivial query as soon as it is answered. */
const cheapQueries: Attack = async (victim) => {
  const sockets = await Promise.all(Array.from({ length: FLOODING_SOCKETS }, () => openWebSocket(victim)));
  let id = 0;
  const ask = (socket: WebSocket): void => {
    id += 1;
    const payload = { query: '{ products(first: 1) { nodes { sku name } } }' };
    if (isOpen(socket)) socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
  };
  for (const socket of sockets) {
    socket.on('message', (message: Buffer) => {
      if (/"type":"(?:complete|error)"/.test(message.toString())) ask(socket);
    });
    for (let count = 0; count < FLOOD_IN_FLIGHT; count += 1) ask(socket);
  }
  await delay(ANSWER_TIMEOUT_MS);
  for (const socket of sockets) socket.terminate();
};

/** The attacks that a stranger can make without a login, by name. */
export const attacks: Readonly<Record<string, Attack>> = {
  'resets during upgrades': resetUpgrade,
  'pipelined rubbish': rubbish,
  'slow bodies': slowBody,
  'unknown input fields': unknownKeys,
  'a password of combining marks': longPassword,
  'guessed passwords': guess,
  'a flood of registrations': registration,
  'a costly operation': costly,
  'a deep document': deepDocument,
  'a socket that does not read': deafSocket,
  'thousands of subscriptions': manySubscriptions,
  'cheap queries over sockets': cheapQueries,
};

/** How many of each attack run side by side. */
const SIDE_BY_SIDE = 2;

/** Repeats all attacks until the signal; returns how many times each was made. */
export async function playAttacks(victim: Victim, until: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const played = new Map<string, number>();
  const over = once(until, 'abort');
  const play = async (name: string, attack: Attack): Promise<void> => {
    while (!until.aborted) {
      await Promise.race([attack(victim).catch(() => undefined), over]);
      played.set(name, (played.get(name) ?? 0) + 1);
      await delay(20);
    }
  };
  await Promise.all(
    Object.entries(attacks).flatMap(([name, attack]) =>
      Array.from({ length: SIDE_BY_SIDE }, () => play(name, attack)),
    ),
  );
  return played;
}
