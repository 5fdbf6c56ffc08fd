import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onCleanUp } from './kit.ts';

/** An e-mail that a mail server has accepted. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header fields by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A real mail server; a test can change how it behaves. */
export interface PostOffice {
  readonly url: string;
  readonly mails: readonly TakenMail[];
  /** How many connections there were. */
  readonly connections: () => number;
  /** Called after an e-mail was accepted, before the server says so. */
  beforeAnswer: () => Promise<void> | void;
  /** Called for each recipient; an error that it throws becomes the server's answer. */
  onRecipient: () => void;
  /** Closes all connections without a reply. */
  hangUp(): void;
  readonly stop: () => Promise<void>;
}

/** A refusal of a mail server. */
export const smtpAnswer = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

function parse(raw: string): Pick<TakenMail, 'headers' | 'text'> {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n\s+/g, ' ').split('\r\n');
  const headers = lines.map((line) => {
    const [name = '', ...value] = line.split(': ');
    return [name.toLowerCase(), value.join(': ')];
  });
  return {
    headers: Object.fromEntries(headers) as Record<string, string>,
    // Quoted-printable text, of which only the soft line breaks matter here.
    text: body.join('\r\n\r\n').replaceAll('=\r\n', '').replaceAll('\r\n', '\n'),
  };
}

export async function openPostOffice(options: SMTPServerOptions = {}): Promise<PostOffice> {
  const mails: TakenMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onRcptTo: (_address, _session, done) => {
      try {
        office.onRecipient();
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    onData: (stream, { envelope }, done) => {
      const take = async (): Promise<void> => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ from, to, ...parse(await text(stream)) });
        await office.beforeAnswer();
      };
      take().then(() => {
        done();
      }, done);
    },
    ...options,
  });
  // Some tests hang up on purpose.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const office: PostOffice = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    connections: () => connections,
    beforeAnswer: () => undefined,
    onRecipient: () => undefined,
    hangUp: () => {
      for (const connection of server.connections) connection.close();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
  onCleanUp(office.stop);
  return office;
}
