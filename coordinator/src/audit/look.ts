import type { SubgraphName } from '@counterstep/schema';
import type { Instant, SagaDocument, SagaStore } from '@counterstep/saga-engine';
import { audit, strays } from './audit.ts';
import { auditedSaga, type AuditedSaga, type MutationOf } from './audited-saga.ts';
import { checkStock } from './checks/inventory.ts';
import { stepKey, unknownSteps, type StepRecord } from './compare-steps.ts';
import type { Finding } from './finding.ts';
import { participantNames, type Participants } from './participants.ts';

export interface LookOptions {
  readonly sagas: Pick<SagaStore, 'getMany' | 'ofSubjects'>;
  readonly participants: Participants;
  readonly mutationOf: MutationOf;
  /** A saga that could have been claimed before this instant is overdue. */
  readonly overdueSince: () => Instant;
}

/** One look at some part of both sides: reads it and compares it. */
export type Look = ReturnType<typeof createLook>;

export function createLook({ sagas, participants, mutationOf, overdueSince }: LookOptions) {
  const audited = (saga: SagaDocument): AuditedSaga => auditedSaga(saga, mutationOf, overdueSince());
  const ofOrders = async (orderIds: readonly string[]): Promise<Map<string, AuditedSaga[]>> => {
    const byOrder = new Map(orderIds.map((id): [string, AuditedSaga[]] => [id, []]));
    for (const saga of await sagas.ofSubjects(orderIds)) byOrder.get(saga.subject ?? '')?.push(audited(saga));
    return byOrder;
  };
  return {
    /** Compares at most 100 sagas, and their orders, with what the participants keep of them. */
    sagas: async (found: readonly SagaDocument[]): Promise<readonly Finding[]> => {
      const page = found.map(audited);
      const orders = await ofOrders([...new Set(page.flatMap(({ orderId }) => orderId ?? []))]);
      // The coordinator's side is read first: what a participant does in between can only be news to it.
      const [records, books] = await Promise.all([
        recordsOf(participants, page),
        participants.booksOf(orders),
      ]);
      return audit({ sagas: page, records, orders: books });
    },

    /** Compares records of a participant with the sagas that they name. */
    records: async (subgraph: SubgraphName, records: readonly StepRecord[]): Promise<readonly Finding[]> => {
      const named = await sagas.getMany([...new Set(records.map(({ sagaId }) => sagaId))]);
      return unknownSteps(subgraph, records, new Map([...named].map(([id, saga]) => [id, audited(saga)])));
    },

    /** Finds those of the orders, at most 1000, of which a participant keeps something and that no saga knows. */
    strays: async (orderIds: readonly string[]): Promise<readonly Finding[]> => {
      const found = await ofOrders([...new Set(orderIds)]);
      const unknown = new Map([...found].filter(([, sagasOfOrder]) => sagasOfOrder.length === 0));
      return strays(await participants.booksOf(unknown));
    },

    /** Compares the stock of every warehouse with what it is made of. */
    stock: async (): Promise<{ readonly findings: readonly Finding[]; readonly items: number }> => {
      const books = await participants.stockBooks();
      return { findings: checkStock(books), items: books.length };
    },
  };
}

async function recordsOf(
  participants: Participants,
  sagas: readonly AuditedSaga[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, StepRecord>>> {
  const read = async (subgraph: SubgraphName) => {
    const keys = sagas.flatMap(({ id, steps }) =>
      steps
        .filter((step) => step.subgraph === subgraph)
        .map(({ name }) => stepKey({ sagaId: id, step: name })),
    );
    const records: StepRecord[] = [];
    for (let from = 0; from < keys.length; from += MAX_KEYS)
      records.push(...(await participants.recordsOf(subgraph, keys.slice(from, from + MAX_KEYS))));
    return [subgraph, new Map(records.map((record) => [stepKey(record), record]))] as const;
  };
  return new Map(await Promise.all(participantNames.map(read)));
}

const MAX_KEYS = 1000;
