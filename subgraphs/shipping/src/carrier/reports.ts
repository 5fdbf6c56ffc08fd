import type { ReceiveWebhook, WebhookAnswer, WebhookDelivery } from '@counterstep/service-kit/server';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { recordReport, type UpdateParts } from '../shipment-updates.ts';

/** A human-readable text, without control characters or changes of direction. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u, 'must be a line of text')
    .nullish();

const reportShape = z.object({
  key: z.string().min(1).max(200),
  status: z.enum(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED']),
  location: line(200),
  note: line(500),
});

/** The longest id of a message, in characters. */
const MAX_MESSAGE_ID = 200;

/**
 * Receives the carrier's signed reports, as docs/connect-your-carrier.md describes them. A message that is repeated or
 * late never moves a parcel back. Undefined without a secret.
 */
export function receiveReports(secret: string | undefined, parts: UpdateParts): ReceiveWebhook | undefined {
  if (secret === undefined) return undefined;
  const webhook = new Webhook(secret);
  return async (delivery): Promise<WebhookAnswer> => {
    const messageId = verifiedId(webhook, delivery);
    if (messageId === undefined) return { status: 401, message: 'The signature is wrong or too old.' };
    const report = reportShape.safeParse(jsonOf(delivery.body));
    if (!report.success) return { status: 422, message: z.prettifyError(report.error).slice(0, 500) };
    const { key, ...what } = report.data;
    const { errors } = await recordReport(() => parts.shipments.withKey(key), { ...what, messageId }, parts);
    const [error] = errors;
    if (error === undefined) return { status: 204 };
    return { status: error.code === 'SHIPMENT_NOT_FOUND' ? 404 : 422, message: error.message };
  };
}

/** The id of a delivery with a valid signature and age; undefined for any other. */
function verifiedId(webhook: Webhook, { body, headers }: WebhookDelivery): string | undefined {
  const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    const value = headers[name];
    return [name, typeof value === 'string' ? value : ''] as const;
  });
  const id = signed[0]?.[1] ?? '';
  if (id.length > MAX_MESSAGE_ID) return undefined;
  try {
    webhook.verify(body, Object.fromEntries(signed), { jsonParse: false });
    return id;
  } catch {
    return undefined;
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
