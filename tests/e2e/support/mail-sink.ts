import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly to: string;
  /** Headers and body, without soft line breaks. */
  readonly source: string;
}

/** A real mail server that accepts everything and forwards nothing. */
export interface MailSink {
  readonly url: string;
  /** All e-mails to an address so far. */
  to(address: string): readonly Mail[];
  /** The first e-mail to an address whose source matches. */
  taken(address: string, pattern: RegExp): Promise<Mail>;
  close(): Promise<void>;
}

export async function openMailSink(): Promise<MailSink> {
  const mails: Mail[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      void text(stream).then((raw) => {
        const source = raw.replaceAll('=\r\n', '').replaceAll('\r\n', '\n');
        mails.push(...envelope.rcptTo.map(({ address }) => ({ to: address, source })));
        done();
        for (const check of waiting) check();
      }, done);
    },
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const of = (address: string) => mails.filter(({ to }) => to === address);
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    to: of,
    taken: (address, pattern) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = of(address).find(({ source }) => pattern.test(source));
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
