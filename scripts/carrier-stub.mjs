// A carrier that speaks the contract of docs/connect-your-carrier.md and keeps its book in memory, for trying it and
// for tests.
// node scripts/carrier-stub.mjs [port], by default 8090; CARRIER_TOKEN is the token that it accepts. With
// CARRIER_WEBHOOK_URL and CARRIER_WEBHOOK_SECRET it signs and sends the reports that are posted to /reports.
import { Buffer } from 'node:buffer';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

import { fileURLToPath } from 'node:url';

const NOT_SERVED = '00000';
const DELIVERY_MS = 3 * 24 * 60 * 60_000;
const MAX_BODY_BYTES = 65_536;

async function jsonOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

/** The first answer for a key is final, until the key is cancelled. */
function book(parcels, key, parcel) {
  const asked = JSON.stringify(parcel);
  const known = parcels.get(key);
  if (known?.cancelled) return [200, { outcome: 'cancelled' }];
  if (known !== undefined && known.asked !== asked)
    return [409, { message: 'The key was used for another parcel.' }];
  if (known !== undefined) return [200, known.answer];
  const now = Date.now();
  const answer =
    parcel.address.postalCode === NOT_SERVED
      ? { outcome: 'not-served' }
      : {
          outcome: 'booked',
          trackingNumber: `STUB${String(parcels.size + 1).padStart(8, '0')}`,
          estimatedDelivery: new Date(now + DELIVERY_MS).toISOString(),
          bookedAt: new Date(now).toISOString(),
        };
  parcels.set(key, { asked, answer });
  return [200, answer];
}

function cancel(parcels, key) {
  const known = parcels.get(key);
  const outcome = known?.answer?.outcome === 'booked' ? 'cancelled' : 'nothing';
  parcels.set(key, { ...known, cancelled: true });
  return [200, { outcome }];
}

/** The headers of a message, signed as Standard Webhooks describes. */
export function signedHeaders(secret, body, { id = `msg_${randomUUID()}`, at = Date.now() } = {}) {
  const seconds = Math.floor(at / 1000);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}

/**
 * Sends a report of `{ trackingNumber, status, location, note }` to the shop; returns the shop's answer. The
 * `messageId` of an earlier report repeats that message.
 */
async function report(parcels, { webhookUrl, webhookSecret }, { trackingNumber, messageId, ...what } = {}) {
  if (webhookUrl === undefined) return [404, { message: 'There is no CARRIER_WEBHOOK_URL.' }];
  const [key] = [...parcels].find(([, { answer }]) => answer?.trackingNumber === trackingNumber) ?? [];
  if (key === undefined) return [404, { message: 'There is no such parcel.' }];
  const body = JSON.stringify({ key, ...what });
  const response = await globalThis.fetch(webhookUrl, {
    method: 'POST',
    headers: signedHeaders(webhookSecret, body, { id: messageId }),
    body,
  });
  return [200, { status: response.status, message: await response.text() }];
}

async function answerTo(parcels, { token, ...webhook }, request) {
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    return [401, { message: 'Wrong token.' }];
  if (request.method === 'POST' && request.url === '/reports')
    return report(parcels, webhook, await jsonOf(request));
  const key = /^\/parcels\/([^/?]+)$/.exec(request.url)?.[1];
  if (key === undefined) return [404, { message: 'There is nothing here.' }];
  if (request.method === 'DELETE') return cancel(parcels, decodeURIComponent(key));
  if (request.method !== 'PUT') return [405, { message: 'PUT books, DELETE cancels.' }];
  const parcel = await jsonOf(request);
  if (typeof parcel?.address?.postalCode !== 'string') return [400, { message: 'This is no parcel.' }];
  return book(parcels, decodeURIComponent(key), parcel);
}

/** Starts the stub on loopback; returns its server once it listens. Later changes of the options take effect. */
export async function startCarrierStub(options = {}) {
  const parcels = new Map();
  const server = createServer((request, response) => {
    answerTo(parcels, options, request).then(
      ([status, body]) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.destroy(),
    );
  });
  await new Promise((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return server;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startCarrierStub({
    port: Number(process.argv[2] ?? 8090),
    token: process.env.CARRIER_TOKEN || undefined,
    webhookUrl: process.env.CARRIER_WEBHOOK_URL || undefined,
    webhookSecret: process.env.CARRIER_WEBHOOK_SECRET,
  });
  console.log(`Carrier    http://127.0.0.1:${server.address().port}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
}
