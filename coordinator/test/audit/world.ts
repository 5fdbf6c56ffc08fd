import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { createManualClock, type ManualClock } from '@counterstep/service-kit/testing';
import { Kind, type DocumentNode } from 'graphql';
import {
  createLook,
  createParticipants,
  participantsAmong,
  runAudit,
  type AuditResult,
  type Examined,
  type StepRecord,
} from '@counterstep/saga-service';
import { createSagaStore, type SagaDocument, type SagaStore } from '@counterstep/saga-engine';
import { ServiceUnavailable, type Ask } from '@counterstep/saga-service';
import { orderChecks } from '../../src/audit/effect-checks.ts';
import { subgraphSdls } from '../../src/saga-check/shop.ts';
import { placedBooks } from './books.ts';

type Entry = Readonly<Record<string, unknown>>;

/** The participants' records; each list is served in pages, as in their schemas. */
export interface Kept {
  readonly stepRecords: Record<string, (StepRecord & { readonly recordedAt: string })[]>;
  readonly orderRecords: Entry[];
  readonly reservationRecords: Entry[];
  readonly paymentRecords: Entry[];
  readonly chargeRecords: Entry[] | undefined;
  readonly shipmentRecords: Entry[];
  readonly bookingRecords: Entry[] | undefined;
  stockBooks: Entry[];
}

const steps = {
  createOrder: 'orders',
  reserveInventory: 'inventory',
  processPayment: 'payments',
  scheduleShipping: 'shipping',
  confirmOrder: 'orders',
  commitReservation: 'inventory',
} as const;

const instantOf = (index: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString();

/** A coordinator's own store, and participants whose records live in memory. */
export class World {
  readonly kept: Kept = {
    stepRecords: {},
    ...{ orderRecords: [], reservationRecords: [], paymentRecords: [], chargeRecords: [] },
    ...{ shipmentRecords: [], bookingRecords: [], stockBooks: [] },
  };
  readonly clock: ManualClock = createManualClock();
  /** What happens between the audit's two reads. */
  meanwhile: () => void | Promise<void> = () => undefined;
  /** The subgraph that does not answer. */
  down: string | undefined;
  /** Every page that was asked for. */
  readonly asked: string[] = [];
  readonly #folder: string;
  readonly store: DocumentStore;
  readonly sagas: SagaStore;

  private constructor(folder: string, store: DocumentStore) {
    this.#folder = folder;
    this.store = store;
    this.sagas = createSagaStore(store);
  }

  static async open(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'counterstep-audit-'));
    return new World(
      folder,
      await openDocumentStore({ service: 'audit', mongoDb: 'unused', dataDir: folder }),
    );
  }

  async close(): Promise<void> {
    await this.store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Places the n-th order, with both sides in agreement. */
  async place(index: number, changes: Partial<SagaDocument> = {}): Promise<SagaDocument> {
    const id = `saga-${index}`;
    const at = instantOf(index);
    for (const [step, subgraph] of Object.entries(steps)) this.record(subgraph, { sagaId: id, step, at });
    this.#keep(`order-${index}`);
    return this.sagas.insert({
      ...{
        id,
        definitionName: 'PlaceOrder',
        definitionHash: 'known',
        input: {},
        status: 'COMPLETED',
        direction: 'FORWARD',
      },
      ...{ startedAt: at, deadline: at, log: [], subject: `order-${index}`, requestHash: '', epoch: 1 },
      correlationId: 'test',
      steps: Object.entries(steps).map(([name, subgraph]) => ({
        ...{ name, subgraph, kind: 'COMPENSATABLE', critical: true, afterCompensation: false, attempts: 1 },
        ...{ status: 'SUCCEEDED', startedAt: at },
      })),
      ...changes,
    });
  }

  record(subgraph: string, { sagaId, step, at }: { sagaId: string; step: string; at: string }): void {
    const record = { sagaId, step, invoke: 'DONE', compensated: false, recordedAt: at } as const;
    (this.kept.stepRecords[subgraph] ??= []).push(record);
  }

  forget(subgraph: string, sagaId: string, step: string): void {
    const kept = this.kept.stepRecords[subgraph] ?? [];
    this.kept.stepRecords[subgraph] = kept.filter((one) => one.sagaId !== sagaId || one.step !== step);
  }

  audit(
    since?: string,
    progress: (examined: Examined) => Promise<void> = () => Promise.resolve(),
  ): Promise<AuditResult> {
    const participants = createParticipants(this.#ask, participantsAmong(subgraphSdls));
    const effects = [orderChecks(this.#ask)];
    const { sagas, clock } = this;
    const look = createLook({
      ...{ sagas, participants, effects },
      mutationOf: (_saga, step) => step,
      overdueSince: () => '2000-01-01T00:00:00.000Z',
    });
    const settle = async (): Promise<void> => this.meanwhile();
    return runAudit({ sagas, participants, effects, look, since, clock, settle, progress });
  }

  readonly #ask = (async (subgraph: string, document: DocumentNode, variables: Entry) => {
    if (subgraph === this.down) throw new ServiceUnavailable(subgraph);
    const [operation] = document.definitions;
    const root =
      operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
    if (root?.kind !== Kind.FIELD) throw new Error('Not a query.');
    const field = root.name.value;
    this.asked.push(field);
    return Promise.resolve({ [field]: this.#answer(subgraph, field, variables) });
  }) as Ask;

  #answer(subgraph: string, field: string, { keys, orderIds, since, after }: Entry): unknown {
    if (field === 'stockBooks') return this.kept.stockBooks;
    const all =
      field === 'stepRecords'
        ? (this.kept.stepRecords[subgraph] ?? []).filter(
            ({ sagaId, step, recordedAt }) =>
              (keys == null || (keys as string[]).includes(`${sagaId}:${step}`)) &&
              (since == null || recordedAt >= (since as string)),
          )
        : (this.kept[field as 'orderRecords'] as Entry[] | undefined)?.filter(
            (entry) => orderIds == null || (orderIds as unknown[]).includes(orderOf(field, entry)),
          );
    if (all === undefined) return null;
    const from = Number(after ?? 0);
    const nodes = all.slice(from, from + 100);
    const hasNextPage = from + 100 < all.length;
    return {
      nodes,
      pageInfo: { hasNextPage, endCursor: nodes.length === 0 ? null : String(from + nodes.length) },
    };
  }

  #keep(id: string): void {
    const order = { id };
    this.kept.orderRecords.push({ ...placedBooks.order, id });
    this.kept.reservationRecords.push({ ...placedBooks.reservations[0], orderId: id });
    this.kept.paymentRecords.push({ ...placedBooks.payments[0], order });
    this.kept.chargeRecords?.push({ ...placedBooks.charges![0], order });
    this.kept.shipmentRecords.push({ ...placedBooks.shipments[0], order });
    this.kept.bookingRecords?.push({ ...placedBooks.bookings![0], order });
  }
}

function orderOf(field: string, entry: Entry): unknown {
  if (field === 'orderRecords') return entry['id'];
  if (field === 'reservationRecords') return entry['orderId'];
  return (entry['order'] as { id: string } | null)?.id;
}
