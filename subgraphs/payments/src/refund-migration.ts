import { instant, newId, type Clock } from '@counterstep/service-kit';
import { WriteRejected, type Document, type DocumentStore, type Write } from '@counterstep/document-store';
import { cancellationRefund } from './domain/refund.ts';
import type { PaymentStore } from './payment-store.ts';
import type { RefundStore } from './refund-store.ts';

/** Marks that the migration has been through all payments. */
interface Migration extends Document {
  readonly finishedAt: string;
}

const ID = 'refund-documents-1';

/** Records a refund for money that an older version gave back without writing one; runs once. */
export async function recordOldRefunds(
  store: DocumentStore,
  payments: PaymentStore,
  refunds: RefundStore,
  clock: Clock,
): Promise<void> {
  const migrations = store.collection<Migration>({ name: 'migrations' });
  if ((await migrations.get(ID)) !== undefined) return;
  for (let after: string | undefined, more = true; more;) {
    const { edges, hasNextPage } = await payments.refundedPage(after);
    const known = await refunds.ofOrders(edges.map(({ node }) => node.orderId));
    for (const { node: payment } of edges) {
      if (known.has(payment.orderId) || payment.refunded.amount === 0) continue;
      const facts = { amount: payment.refunded, refundedAt: payment.refundedAt ?? payment.createdAt };
      await commitUnlessThere(store, refunds.record(cancellationRefund(payment, newId(), facts)));
    }
    after = edges.at(-1)?.cursor;
    more = hasNextPage;
  }
  await commitUnlessThere(store, migrations.insert({ id: ID, finishedAt: instant(clock) }));
}

/** Another process that starts at the same time may have done the same. */
async function commitUnlessThere(store: DocumentStore, write: Write): Promise<void> {
  try {
    await store.commit([write]);
  } catch (error) {
    if (!(error instanceof WriteRejected)) throw error;
  }
}
