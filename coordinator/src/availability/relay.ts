import { setTimeout as delay } from 'node:timers/promises';
import { newId, type Tls, type Logger } from '@counterstep/service-kit';
import { webSocketWith } from '@counterstep/service-kit/server';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { RecordAvailabilityDocument } from '../generated/catalog.ts';
import { StockChangedDocument, type StockChangedSubscription } from '../generated/inventory.ts';
import type { Ask } from '@counterstep/saga-service';
import type { RelayMetrics } from './metrics.ts';

type StockLevel = StockChangedSubscription['stockChanged'];

export interface AvailabilityRelayOptions {
  /** The base URL of inventory. */
  readonly inventoryUrl: string;
  /** The token that inventory wants to see. */
  readonly sign: () => Promise<string>;
  /** The certificates for an inventory that speaks TLS. */
  readonly tls: Tls;
  readonly ask: Ask;
  readonly log: Logger;
  readonly metrics?: RelayMetrics;
}

const RETRY_MS = 1_000;
const BATCH = 100;

/**
 * Tells the catalog which products are in stock, so that `ProductFilter.inStock` can be answered by the catalog alone:
 * subgraphs do not call each other. Inventory repeats everything at every connection, and the catalog ignores what is
 * older than it knows; so a relay that dies, or two of them, do no harm.
 *
 * @returns what ends it.
 */
export function startAvailabilityRelay(options: AvailabilityRelayOptions): () => Promise<void> {
  const stopping = new AbortController();
  const client = createClient({
    url: `${options.inventoryUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: webSocketWith(options.tls),
    connectionParams: async () => ({ authorization: `Bearer ${await options.sign()}` }),
    retryAttempts: 0,
  });
  const pending = new Map<string, StockLevel>();
  const following = follow(stopping.signal, client, pending, options);
  return async () => {
    stopping.abort();
    await client.dispose();
    await following;
  };
}

async function follow(
  stopping: AbortSignal,
  client: ReturnType<typeof createClient>,
  pending: Map<string, StockLevel>,
  options: AvailabilityRelayOptions,
): Promise<void> {
  const send = createSender(stopping, pending, options);
  while (!stopping.aborted) {
    try {
      const levels = client.iterate<StockChangedSubscription>({ query: print(StockChangedDocument) });
      for await (const { data } of levels) {
        if (data) pending.set(data.stockChanged.sku, data.stockChanged);
        options.metrics?.pending(pending.size);
        void send();
      }
    } catch (error) {
      options.log.debug({ err: error }, 'inventory cannot be followed');
    }
    await pause(stopping);
  }
  await send();
}

/** Sends what is pending, in batches, one after the other, and again until the catalog has it. */
function createSender(
  stopping: AbortSignal,
  pending: Map<string, StockLevel>,
  { ask, log, metrics }: AvailabilityRelayOptions,
) {
  let sending: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    while (pending.size > 0 && !stopping.aborted) {
      const batch = [...pending.values()].slice(0, BATCH);
      try {
        await ask('catalog', RecordAvailabilityDocument, { input: batch }, { correlationId: newId() });
        // A level that came in the meantime is another object, and stays.
        for (const level of batch) if (pending.get(level.sku) === level) pending.delete(level.sku);
        metrics?.sent(pending.size);
      } catch (error) {
        log.debug({ err: error }, 'the catalog cannot be told what is in stock');
        await pause(stopping);
      }
    }
  };
  return (): Promise<void> => (sending ??= drain().finally(() => (sending = undefined)));
}

const pause = (stopping: AbortSignal): Promise<void> =>
  delay(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
