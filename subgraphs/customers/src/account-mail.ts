import { fingerprint, instant, newId, type Clock, type Logger } from '@counterstep/service-kit';
import type { Mailer } from '@counterstep/service-kit/mail';
import { networkOf } from '@counterstep/service-kit/server';
import { WriteRejected, type Document, type DocumentStore, type Write } from '@counterstep/document-store';
import type { AttemptKey, Attempts } from './attempts.ts';
import type { CustomerStore } from './customer-store.ts';
import { accountLetter } from './domain/account-letters.ts';
import type { OneTimeTokens, TokenPurpose } from './one-time-tokens.ts';

/** A request to send a token to an address, whether or not the address has an account. */
interface MailRequest extends Document {
  readonly purpose: TokenPurpose;
  readonly email: string;
  readonly requestedAt: string;
}

/** An e-mail that is stored because no mail server is configured. */
interface KeptMail extends Document {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly keptAt: string;
}

export interface AccountMailOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly customers: CustomerStore;
  readonly tokens: OneTimeTokens;
  readonly attempts: Attempts;
  /** If undefined, e-mails are stored, and also logged outside of production. */
  readonly mailer: Mailer | undefined;
  readonly production: boolean;
  readonly log: Logger;
}

/** Sends one-time tokens by e-mail, at most once each: a customer whose e-mail is lost requests another. */
export type AccountMail = ReturnType<typeof createAccountMail>;

const HOUR_MS = 60 * 60_000;
const perAddress = { failures: 5, windowMs: HOUR_MS };
const perNetwork = { failures: 100, windowMs: HOUR_MS };

const keysOf = (email: string, clientAddress: string | undefined): readonly AttemptKey[] => [
  { id: fingerprint(['mail', email]), limit: perAddress },
  ...(clientAddress === undefined
    ? []
    : [{ id: fingerprint(['mails', networkOf(clientAddress)]), limit: perNetwork }]),
];

export function createAccountMail(options: AccountMailOptions) {
  const { store, clock, attempts, log } = options;
  const requests = store.collection<MailRequest>({ name: 'mail_requests', indexes: [['requestedAt']] });
  const deliver = createDelivery(options, (id) => requests.remove(id, {}));
  let working = Promise.resolve();
  let stopped = false;
  const workOff = async (): Promise<void> => {
    for (;;) {
      const { edges } = await requests.find({ orderBy: [['requestedAt', 'ascending']], limit: 100 });
      for (const { node } of edges) if (!stopped) await deliver(node);
      if (stopped || edges.length === 0) return;
    }
  };
  /**
   * Processes committed requests in the background, so that the response time does not reveal which addresses have
   * accounts.
   */
  const wake = (): void => {
    working = working.then(workOff).catch((error: unknown) => {
      log.error({ err: error }, 'e-mails of accounts are held up');
    });
  };
  const requestOf = (purpose: TokenPurpose, email: string): Write =>
    requests.insert({ id: newId(), purpose, email, requestedAt: instant(clock) });
  wake();
  return {
    requestOf,
    wake,

    /**
     * Requests a token by e-mail; behaves the same for every address.
     *
     * @throws {RateLimited} when too many e-mails to the address, or by the client, were asked for.
     */
    request: async (
      purpose: TokenPurpose,
      email: string,
      clientAddress: string | undefined,
    ): Promise<void> => {
      await attempts.reserve(keysOf(email, clientAddress));
      await store.commit([requestOf(purpose, email)]);
      wake();
    },

    stop: async (): Promise<void> => {
      stopped = true;
      await working;
    },
  };
}

function createDelivery(options: AccountMailOptions, done: (id: string) => Write) {
  const { store, clock, customers, tokens, mailer, production, log } = options;
  const mailbox = store.collection<KeptMail>({ name: 'mailbox', indexes: [['to', 'keptAt'], ['keptAt']] });
  return async ({ id, purpose, email }: MailRequest): Promise<void> => {
    const customer = await customers.withEmail(email);
    const wanted = customer !== undefined && !(purpose === 'VERIFY_EMAIL' && customer.emailVerified === true);
    const made = wanted ? await tokens.make(customer, purpose) : undefined;
    const letter = customer && made && accountLetter(purpose, customer.name, made.token);
    const mail = letter && { ...letter, to: customer.email, messageId: `<${id}@customers.counterstep>` };
    const kept =
      mail !== undefined && mailer === undefined
        ? [
            mailbox.insert({
              id,
              to: mail.to,
              subject: mail.subject,
              text: mail.text,
              keptAt: instant(clock),
            }),
          ]
        : [];
    try {
      // Committed before sending, so that a token that may have been sent is never sent again.
      await store.commit([done(id), ...(made?.writes ?? []), ...kept]);
    } catch (error) {
      // Another instance has handled the request.
      if (error instanceof WriteRejected) return;
      throw error;
    }
    await tokens.removeExpired();
    if (mail === undefined) return;
    if (mailer !== undefined) {
      const handover = await mailer(mail);
      if (handover.kind !== 'sent') log.warn({ requestId: id, ...handover }, 'e-mail of an account not sent');
    } else if (!production) log.info({ to: mail.to, letter: mail.text }, 'e-mail kept: no mail server');
  };
}
