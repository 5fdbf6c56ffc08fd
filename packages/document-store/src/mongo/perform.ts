import type { ClientSession, Collection, MongoClient } from 'mongodb';
import { conditionsOf } from '../conditions.ts';
import { WriteRejected } from '../errors.ts';
import type { Write } from '../port.ts';
import { Refused } from '../refused.ts';
import type { PlainSpec } from '../spec.ts';
import { idOf } from '../writes.ts';
import type { Deadline } from './deadline.ts';
import { isDuplicate } from './failures.ts';
import { filterOf, updateOf } from './filter.ts';
import { exactlyOnce } from './retries.ts';
import { stored, type Stored } from './stored.ts';
import { transact } from './transaction.ts';

/** The target of a write. */
export interface Target {
  readonly spec: PlainSpec;
  readonly documents: Collection<Stored>;
}

/** A write and its target. */
export interface Placed {
  readonly write: Write;
  readonly target: Target;
}

/** How to send an operation: in a session and, outside of a transaction, with the longest wait for others, in ms. */
interface Sending {
  readonly session: ClientSession;
  readonly maxTimeMS?: number;
}

/**
 * How long a single operation waits for others at the server, in ms; a transaction does not wait, but is refused at
 * once.
 */
const LONGEST_WAIT_MS = 1_000;

async function matches({ write, target }: Placed, options: Sending): Promise<number> {
  const { spec, documents } = target;
  const identified = { _id: idOf(write) };
  switch (write.kind) {
    case 'insert':
      await documents.insertOne(stored(spec, write.document, 1), options);
      return 1;
    case 'update': {
      const filter = filterOf(spec, conditionsOf(write.guard), [identified]);
      return (await documents.updateOne(filter, updateOf(spec, write.changes), options)).matchedCount;
    }
    case 'replace': {
      const filter = { ...identified, version: write.expectedVersion };
      const replacement = stored(spec, write.document, write.expectedVersion + 1);
      return (await documents.replaceOne(filter, replacement, options)).matchedCount;
    }
    case 'remove': {
      const filter = filterOf(spec, conditionsOf(write.guard), [identified]);
      return (await documents.deleteOne(filter, options)).deletedCount;
    }
  }
}

async function perform(placed: Placed, index: number, sending: Sending): Promise<void> {
  try {
    if ((await matches(placed, sending)) === 0) throw new Refused('guard');
  } catch (error) {
    if (isDuplicate(error)) throw new WriteRejected(index, 'duplicate');
    throw error instanceof Refused ? new WriteRejected(index, error.reason) : error;
  }
}

/** Waits until everyone can read what the transaction saw when it was refused. */
async function settle({ write, target }: Placed): Promise<void> {
  const options = {
    readConcern: { level: 'linearizable' },
    projection: { _id: 1 },
    maxTimeMS: 5_000,
  } as const;
  await target.documents.findOne({ _id: idOf(write) }, options).catch(() => undefined);
}

/**
 * Performs one write as one atomic operation.
 *
 * @throws {WriteRejected} if the write is refused.
 */
export const performOne = (client: MongoClient, placed: Placed, deadline: Deadline): Promise<void> =>
  exactlyOnce(client, deadline, (session) => perform(placed, 0, { session, maxTimeMS: LONGEST_WAIT_MS }));

/**
 * Performs several writes in one transaction.
 *
 * @throws {WriteRejected} if a write is refused; the cause of that can then be read.
 */
export async function performAll(
  client: MongoClient,
  writes: readonly Placed[],
  deadline: Deadline,
): Promise<void> {
  try {
    await transact(client, deadline, async (session) => {
      for (const [index, placed] of writes.entries()) await perform(placed, index, { session });
    });
  } catch (error) {
    const refused = error instanceof WriteRejected ? writes[error.index] : undefined;
    if (refused) await settle(refused);
    throw error;
  }
}
