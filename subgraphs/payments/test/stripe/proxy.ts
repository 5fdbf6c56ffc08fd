import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECRET_KEY } from './localstripe.ts';

/** A proxy in front of localstripe that adds what only the real Stripe does, and loses replies on demand. */
export interface StripeProxy {
  readonly url: string;
  /** How many requests of a kind, such as `POST confirm`, have reached localstripe. */
  count(kind: string): number;
  /** Loses the reply to the next request of the kind, and to the library's own retry of it. */
  loseReply(kind: string): void;
  /** Answers the next request of the kind with a status, without passing it on. */
  failNext(kind: string, status: number): void;
  /** Forgets all idempotency keys, as Stripe does after a day. */
  forgetKeys(): void;
  /** Makes a completed refund fail. */
  failRefund(id: string): void;
  /** Has the customer's bank charge back an intent's payment, or announce that it may. */
  dispute(intentId: string, amount: number, status: 'lost' | 'needs_response'): void;
  /** Confirms or rejects the payment as the customer does at the bank. */
  authenticate(intentId: string, success: boolean): Promise<void>;
  /** Registers a card number, as the customer's browser does; returns the token. */
  card(number: string): Promise<string>;
  /** The intent whose metadata names an order. */
  intentOf(order: string): Promise<Intent>;
  close(): Promise<void>;
}

interface Intent {
  readonly id: string;
  readonly status: string;
  readonly client_secret: string;
}

interface Reply {
  readonly status: number;
  readonly body: Json;
}

type Json = Record<string, unknown>;

const kindOf = ({ method = '', url = '' }: IncomingMessage): string => {
  const [, , resource = '', id, action] = url.split('?')[0]!.split('/');
  return `${method} ${action ?? (id === undefined ? resource : resource.replace(/s$/, ''))}`;
};

class Proxy {
  readonly #to: string;
  readonly #replies = new Map<string, { readonly asked: string; readonly reply: Promise<Reply> }>();
  readonly #counts = new Map<string, number>();
  readonly lost = new Map<string, number>();
  readonly failing = new Map<string, number>();
  readonly failedRefunds = new Set<string>();
  readonly disputes: Json[] = [];
  readonly #taken = new Map<string, number>();
  readonly intents = new Map<string, string>();

  constructor(to: string) {
    this.#to = to;
  }

  forgetKeys(): void {
    this.#replies.clear();
  }

  count(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const form = Buffer.concat(chunks).toString();
    const kind = kindOf(request);
    const status = this.failing.get(kind);
    this.failing.delete(kind);
    const reply =
      status === undefined
        ? await this.#once(request, kind, form)
        : { status, body: { error: { type: 'api_error' } } };
    const losses = this.lost.get(kind) ?? 0;
    this.lost.set(kind, Math.max(0, losses - 1));
    if (losses > 0) response.destroy();
    else
      response
        .writeHead(reply.status, {
          'content-type': 'application/json',
          ...('replayed' in reply && { 'idempotent-replayed': 'true' }),
        })
        .end(JSON.stringify(reply.body));
  }

  /** Performs a request once per idempotency key, whatever becomes of its reply. */
  async #once(request: IncomingMessage, kind: string, form: string): Promise<Reply> {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || request.method !== 'POST') return this.#perform(request, kind, form);
    const known = this.#replies.get(key);
    const asked = `${kind} ${form}`;
    if (known !== undefined && known.asked !== asked)
      return { status: 400, body: { error: { type: 'idempotency_error', message: 'other parameters' } } };
    if (known !== undefined) return { ...(await known.reply), replayed: true } as Reply;
    const reply = this.#perform(request, kind, form);
    this.#replies.set(key, { asked, reply });
    return reply;
  }

  async #perform(request: IncomingMessage, kind: string, form: string): Promise<Reply> {
    this.#counts.set(kind, this.count(kind) + 1);
    if (kind === 'GET disputes') return this.#listDisputes(request.url ?? '');
    const fields = new URLSearchParams(form);
    const refused = kind === 'POST refunds' ? await this.#refusedRefund(fields) : undefined;
    if (refused !== undefined) return refused;
    fields.delete('allowed_payment_method_types[0]');
    if (kind === 'POST confirm') await this.#choose(request.url ?? '', fields);
    const reply = await this.call(request.method ?? 'GET', request.url ?? '', fields);
    return { ...reply, body: this.#asStripe(kind, fields, reply.body) };
  }

  /** localstripe wants the payment method before the confirmation, and knows no return page. */
  async #choose(url: string, fields: URLSearchParams): Promise<void> {
    const method = new URLSearchParams({ payment_method: fields.get('payment_method') ?? '' });
    await this.call('POST', url.replace(/\/confirm$/, ''), method);
    fields.delete('payment_method');
    fields.delete('return_url');
  }

  async call(method: string, url: string, fields = new URLSearchParams()): Promise<Reply> {
    const response = await fetch(new URL(url, this.#to), {
      method,
      headers: { authorization: `Bearer ${SECRET_KEY}` },
      ...(method !== 'GET' && { body: fields }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  }

  /** Refuses a refund of more than was captured. */
  async #refusedRefund(fields: URLSearchParams): Promise<Reply | undefined> {
    const id = fields.get('payment_intent') ?? '';
    const made = (await this.call('GET', `/v1/refunds?payment_intent=${id}`)).body['data'] as Json[];
    const given = made
      .filter((refund) => this.#isOurs(refund) && !this.failedRefunds.has(String(refund['id'])))
      .reduce((sum, { amount }) => sum + Number(amount), 0);
    return given + Number(fields.get('amount')) > (this.#taken.get(id) ?? 0)
      ? { status: 400, body: { error: { type: 'invalid_request_error', code: 'charge_already_refunded' } } }
      : undefined;
  }

  /** Whether we made the refund: localstripe also records as a refund what a partial capture lets go. */
  #isOurs(refund: Json): boolean {
    return (refund['metadata'] as Json)['key'] !== undefined;
  }

  #listDisputes(url: string): Reply {
    const of = new URL(url, this.#to).searchParams.get('payment_intent');
    return {
      status: 200,
      body: { object: 'list', data: this.disputes.filter((each) => each['payment_intent'] === of) },
    };
  }

  #asStripe(kind: string, fields: URLSearchParams, body: Json): Json {
    if (body['object'] === 'list')
      return {
        ...body,
        data: (body['data'] as Json[])
          .filter((each) => each['object'] !== 'refund' || this.#isOurs(each))
          .map((each) =>
            this.failedRefunds.has(String(each['id']))
              ? { ...each, status: 'failed', failure_reason: 'expired_or_canceled_card' }
              : each,
          ),
      };
    if (body['object'] !== 'payment_intent') return body;
    const id = String(body['id']);
    this.intents.set(String((body['metadata'] as Json)['order']), id);
    if (kind === 'POST capture')
      this.#taken.set(id, Number(fields.get('amount_to_capture') ?? body['amount']));
    return {
      ...body,
      amount_received: this.#taken.get(id) ?? 0,
      next_action: body['next_action'] && {
        type: 'redirect_to_url',
        redirect_to_url: { url: `https://hooks.stripe.com/redirect/${id}` },
      },
    };
  }
}

/** Starts a proxy in front of a localstripe. */
export async function startStripeProxy(to: string): Promise<StripeProxy> {
  const proxy = new Proxy(to);
  const server = createServer((request, response) => {
    void proxy.serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const intentOf = async (order: string): Promise<Intent> =>
    (await proxy.call('GET', `/v1/payment_intents/${proxy.intents.get(order)}`)).body as unknown as Intent;
  return {
    url,
    intentOf,
    count: (kind) => proxy.count(kind),
    loseReply: (kind) => void proxy.lost.set(kind, 2),
    failNext: (kind, status) => void proxy.failing.set(kind, status),
    forgetKeys: () => {
      proxy.forgetKeys();
    },
    failRefund: (id) => void proxy.failedRefunds.add(id),
    dispute: (intentId, amount, status) =>
      void proxy.disputes.push({
        ...{ id: `dp_${intentId}`, object: 'dispute', payment_intent: intentId, amount, status },
        ...{ currency: 'usd', created: 1_700_000_000 },
      }),
    authenticate: async (intentId, success) => {
      const { body } = await proxy.call('GET', `/v1/payment_intents/${intentId}`);
      const fields = { client_secret: String(body['client_secret']), success: String(success) };
      await proxy.call('POST', `/v1/payment_intents/${intentId}/_authenticate`, new URLSearchParams(fields));
    },
    card: async (number) => {
      const card = {
        'card[number]': number,
        'card[exp_month]': '12',
        'card[exp_year]': '2034',
        'card[cvc]': '123',
      };
      const fields = new URLSearchParams({ type: 'card', ...card });
      return String((await proxy.call('POST', '/v1/payment_methods', fields)).body['id']);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
