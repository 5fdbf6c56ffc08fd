import { ProviderUnavailable } from '@counterstep/service-kit';
import { z } from 'zod';
import type { BookingAnswer, CancelAnswer, Carrier } from './carrier.ts';

export interface HttpCarrierConfig {
  /** The base URL of the carrier, such as `https://carrier.example/api`. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  /** The name shown to people. */
  readonly name: string;
}

/** How long the carrier may take, well below the 30 s of a step's attempt. */
const TIMEOUT_MS = 10_000;
/** The longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 65_536;

const instant = z.iso.datetime({ offset: true });
const bookingAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('booked'),
    trackingNumber: z.string().min(1).max(100),
    estimatedDelivery: instant,
    bookedAt: instant,
  }),
  z.object({ outcome: z.literal('not-served') }),
  z.object({ outcome: z.literal('cancelled') }),
]);
const cancelAnswer = z.object({ outcome: z.enum(['cancelled', 'nothing', 'too-late']) });

/**
 * Creates a carrier that speaks the contract of docs/connect-your-carrier.md over HTTP. An answer outside of the
 * contract says nothing about the parcel, so the carrier is asked again.
 */
export function createHttpCarrier(config: HttpCarrierConfig): Carrier {
  return {
    name: config.name,
    book: async ({ key, ...parcel }): Promise<BookingAnswer> =>
      normalized(await ask(config, 'PUT', key, bookingAnswer, parcel)),
    cancel: ({ key }): Promise<CancelAnswer> => ask(config, 'DELETE', key, cancelAnswer),
  };
}

/** The answer with its instants in the system's format: UTC, with milliseconds. */
const normalized = (answer: z.output<typeof bookingAnswer>): BookingAnswer =>
  answer.outcome === 'booked'
    ? {
        ...answer,
        estimatedDelivery: new Date(answer.estimatedDelivery).toISOString(),
        bookedAt: new Date(answer.bookedAt).toISOString(),
      }
    : answer;

async function ask<Answer>(
  { url, token }: HttpCarrierConfig,
  method: 'PUT' | 'DELETE',
  key: string,
  shape: z.ZodType<Answer>,
  body?: object,
): Promise<Answer> {
  const { status, text } = await send(`${url.replace(/\/$/, '')}/parcels/${encodeURIComponent(key)}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (status === 409) throw new Error('The key was used for another parcel.');
  if (status !== 200) throw unknown(`status ${status}`);
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw unknown('an answer that is not in the contract', cause);
  }
}

async function send(
  url: string,
  init: RequestInit,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    // A redirect could send the token to somebody else.
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await boundedText(response) };
  } catch (cause) {
    throw unknown('no answer', cause);
  }
}

/** Reads the body. @throws {Error} when it is longer than {@link MAX_ANSWER_BYTES}. */
async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('The answer is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const unknown = (what: string, cause?: unknown): ProviderUnavailable =>
  new ProviderUnavailable(`The carrier gave ${what}. It may work in a moment.`, { cause });
