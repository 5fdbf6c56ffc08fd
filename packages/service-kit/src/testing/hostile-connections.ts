import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A stranger's misuse of one connection, which must not harm the server. */
export interface HostileConnection {
  readonly name: string;
  /** Misuses a connection; resolves once the server's side has ended too, or the stranger has done everything. */
  readonly attack: (url: string) => Promise<void>;
}

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
].join('\r\n');

const get = (path: string, headers = 'Connection: keep-alive'): string =>
  `GET ${path} HTTP/1.1\r\nHost: counterstep\r\n${headers}\r\n\r\n`;

const post = (length: number, body: string): string =>
  `POST /graphql HTTP/1.1\r\nHost: counterstep\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;

/** A client's text frame, masked with zeros. */
function frame(text: string, firstByte = 0x81): Buffer {
  const body = Buffer.from(text);
  if (body.length > 125) throw new Error('Only short frames.');
  return Buffer.concat([Buffer.from([firstByte, 0x80 | body.length, 0, 0, 0, 0]), body]);
}

const INIT = frame('{"type":"connection_init"}');
const SUBSCRIBE = frame('{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}');

/** What the stranger sends before the connection ends. */
const stages: Readonly<Record<string, readonly (string | Buffer)[]>> = {
  'before the first byte': [],
  'within the request line': ['GET /gra'],
  'within the headers': ['GET /graphql HTTP/1.1\r\nHost: coun'],
  'within a body': [post(1_000, '{"query":')],
  'after a request': [post(26, '{"query":"{ __typename }"} ')],
  'after many requests at once': [get('/health').repeat(200)],
  'after an upgrade elsewhere': [get('/x', UPGRADE)],
  'after an upgrade': [get('/graphql', UPGRADE)],
  'after an upgrade without a key': [get('/graphql', 'Connection: Upgrade\r\nUpgrade: websocket')],
  'after an upgrade to something unknown': [get('/graphql', 'Connection: Upgrade\r\nUpgrade: h2c')],
  'after an upgrade by POST': [
    `POST /graphql HTTP/1.1\r\nHost: counterstep\r\n${UPGRADE}\r\nContent-Length: 5\r\n\r\nhello`,
  ],
  'after an upgrade with frames behind it': [get('/graphql', UPGRADE), INIT, SUBSCRIBE],
  'within a frame': [get('/graphql', UPGRADE), INIT.subarray(0, 4)],
  'after a frame that is not masked': [get('/graphql', UPGRADE), Buffer.from([0x81, 0x02, 0x68, 0x69])],
  'after a frame with reserved bits': [get('/graphql', UPGRADE), frame('x', 0xf1)],
  'after a frame that is too long': [
    get('/graphql', UPGRADE),
    Buffer.from([0x81, 0xff, 0, 0, 0, 9, 0, 0, 0, 0]),
  ],
  'after a text that is not UTF-8': [get('/graphql', UPGRADE), Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff])],
  'after a message that is not JSON': [get('/graphql', UPGRADE), frame('rubbish')],
  'after a message that only servers send': [get('/graphql', UPGRADE), frame('{"type":"connection_ack"}')],
  'after a CONNECT': ['CONNECT counterstep:80 HTTP/1.1\r\nHost: counterstep\r\n\r\n'],
  'after an expectation': [post(9, '').replace('Host:', 'Expect: 100-continue\r\nHost:')],
  'after rubbish': ['\0\x01\x02 rubbish\r\n\r\n'.repeat(50)],
  'after a request with rubbish behind it': [get('/health'), '\x16\x03\x01\r\n\r\nrubbish'],
};

/** The ways in which a connection ends. */
const ends: Readonly<Record<string, (socket: Socket) => void>> = {
  'is reset': (socket) => {
    socket.resetAndDestroy();
  },
  'is half closed': (socket) => {
    socket.end();
  },
};

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  // The stranger keeps listening after it has closed its half.
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const written = (socket: Socket, part: string | Buffer): Promise<void> =>
  new Promise((resolve) => {
    socket.write(part, () => {
      resolve();
    });
  });

/** Every stage of a connection with every end, both at once and after the server's first answer. */
export const hostileConnections: readonly HostileConnection[] = Object.entries(stages).flatMap(
  ([stage, parts]) =>
    Object.entries(ends).map(([end, leave]) => ({
      name: `${end} ${stage}`,
      attack: async (url: string) => {
        for (const patient of [false, true]) {
          const socket = await open(url);
          const closed = once(socket, 'close');
          const answered = Promise.race([once(socket, 'data'), once(socket, 'end'), closed]);
          for (const part of parts) await written(socket, part);
          if (patient && answers(stage)) await answered;
          leave(socket);
          socket.resume();
          if (end === 'is half closed') await Promise.race([once(socket, 'end'), closed]);
          socket.destroy();
          await closed;
        }
      },
    })),
);

/** Whether the server answers at that stage. */
const answers = (stage: string): boolean => stage.startsWith('after') && stage !== 'after an expectation';
