import { setTimeout as delay } from 'node:timers/promises';
import { newId, type Tls, type Logger } from '@counterstep/service-kit';
import { RecordAvailabilityDocument } from '../generated/catalog.ts';
import {
  RecordCategoriesDocument,
  StockChangedDocument,
  type StockChangedSubscription,
} from '../generated/inventory.ts';
import type { Ask } from '@counterstep/saga-service';
import { followSubscription } from '../follow-subscription.ts';
import type { RelayMetrics } from './metrics.ts';

type StockLevel = StockChangedSubscription['stockChanged'];

export interface AvailabilityRelayOptions {
  /** The base URL of inventory. */
  readonly inventoryUrl: string;
  /** Makes the token that inventory requires. */
  readonly sign: () => Promise<string>;
  /** The certificates for an inventory that uses TLS. */
  readonly tls: Tls;
  readonly ask: Ask;
  readonly log: Logger;
  readonly metrics?: RelayMetrics;
}

const RETRY_MS = 1_000;
const BATCH = 100;

/**
 * Tells the catalog which products are in stock, and inventory which categories list them, so that each answers
 * `ProductFilter.inStock` and `InventoryFilter.category` on its own: subgraphs do not call each other. A relay may die,
 * or run twice, without harm: inventory repeats everything on each connection, and the catalog ignores what is older
 * than what it knows.
 *
 * @returns what ends it.
 */
export function startAvailabilityRelay({
  inventoryUrl: url,
  ...options
}: AvailabilityRelayOptions): () => Promise<void> {
  const stopping = new AbortController();
  const pending = new Map<string, StockLevel>();
  const send = createSender(stopping.signal, pending, options);
  const stopFollowing = followSubscription(
    StockChangedDocument,
    ({ stockChanged }) => {
      pending.set(stockChanged.sku, stockChanged);
      options.metrics?.pending(pending.size);
      void send();
    },
    { url, ...options },
  );
  return async () => {
    stopping.abort();
    await stopFollowing();
    await send();
  };
}

/** Sends pending levels in batches, one at a time, and retries each until the catalog has it. */
function createSender(
  stopping: AbortSignal,
  pending: Map<string, StockLevel>,
  { ask, log, metrics }: Pick<AvailabilityRelayOptions, 'ask' | 'log' | 'metrics'>,
) {
  let sending: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    while (pending.size > 0 && !stopping.aborted) {
      const batch = [...pending.values()].slice(0, BATCH);
      try {
        await tellBoth(batch, ask);
        // A newer level of the same product is a different object, and stays pending.
        for (const level of batch) if (pending.get(level.sku) === level) pending.delete(level.sku);
        metrics?.sent(pending.size);
      } catch (error) {
        log.debug({ err: error }, 'catalog and inventory cannot be told of each other');
        await pause(stopping);
      }
    }
  };
  return (): Promise<void> => (sending ??= drain().finally(() => (sending = undefined)));
}

async function tellBoth(batch: readonly StockLevel[], ask: Ask): Promise<void> {
  const correlationId = newId();
  const input = batch.map(({ sku, inStock, revision }) => ({ sku, inStock, revision }));
  const { recordAvailability } = await ask(
    'catalog',
    RecordAvailabilityDocument,
    { input },
    { correlationId },
  );
  const told = new Map(batch.map(({ sku, category }) => [sku, category]));
  const news = recordAvailability.categories.filter(({ sku, category }) => told.get(sku) !== category);
  if (news.length > 0) await ask('inventory', RecordCategoriesDocument, { input: news }, { correlationId });
}

const pause = (stopping: AbortSignal): Promise<void> =>
  delay(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
