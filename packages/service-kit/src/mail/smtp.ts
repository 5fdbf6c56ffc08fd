import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from './config.ts';

/** An e-mail to hand over. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/**
 * The result of a handover: `refused` for good by the mail server; `not-sent` this time, so that it may be tried again;
 * `unknown` if the server began to take the text and then gave no answer.
 */
export type Handover =
  { readonly kind: 'sent' } | { readonly kind: 'refused' | 'not-sent' | 'unknown'; readonly reason: string };

/** Hands an e-mail to a mail server. */
export type Mailer = (mail: Mail) => Promise<Handover>;

/** Creates a mailer that opens a connection per e-mail, and gives up after `timeoutMs`. */
export const createSmtpMailer =
  ({ url, from, timeoutMs }: SmtpConfig): Mailer =>
  async (mail) => {
    const message = new MailComposer({ ...mail, from }).compile();
    const text = await message.build();
    let begun = false;
    // The stream is read only once the server has answered DATA, and so wants the text.
    const content = Readable.from(
      (function* () {
        begun = true;
        yield text;
      })(),
    );
    try {
      await handOver(url, timeoutMs, message.getEnvelope(), content);
      return { kind: 'sent' };
    } catch (error) {
      return handoverOf(error as SMTPError, begun);
    }
  };

function handoverOf({ code, responseCode, permanent, message: reason }: SMTPError, begun: boolean): Handover {
  // A server that answers with a refusal has not taken the e-mail.
  const answered = responseCode !== undefined && responseCode >= 400;
  if (!answered) return { kind: begun ? 'unknown' : 'not-sent', reason };
  const aboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return { kind: permanent === true && aboutThisMail ? 'refused' : 'not-sent', reason };
}

type Envelope = Parameters<SMTPConnection['send']>[0];
type Done = (error?: Error | null) => void;

/**
 * Hands an e-mail over on a new connection.
 *
 * @throws {SMTPError} if the server cannot be reached, refuses, or does not answer in time.
 */
async function handOver(
  url: string,
  timeoutMs: number,
  envelope: Envelope,
  content: Readable,
): Promise<void> {
  const { auth, ...server } = parseConnectionUrl(url);
  const timeouts = {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  };
  const connection = new SMTPConnection({ ...server, ...timeouts });
  let timer: NodeJS.Timeout | undefined;
  const failure = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    timer = setTimeout(reject, timeoutMs, new Error(`The mail server took longer than ${timeoutMs} ms.`));
  });
  // The failure may come late, when nothing awaits it any more.
  failure.catch(() => undefined);
  const step = (run: (done: Done) => void): Promise<void> => {
    const done = new Promise<void>((resolve, reject) => {
      run((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    return Promise.race([done, failure]);
  };
  try {
    await step((done) => {
      connection.connect(done);
    });
    if (auth && connection.allowsAuth)
      await step((done) => {
        connection.login(auth, done);
      });
    await step((done) => {
      connection.send(envelope, content, done);
    });
    connection.quit();
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
