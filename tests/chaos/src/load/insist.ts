import { setTimeout as delay } from 'node:timers/promises';
import { Unanswered } from './client.ts';
import type { Ledger } from './ledger.ts';

const PAUSE_MS = 250;
/** Codes that say that the system, or this program, has a fault; what is merely away has others. */
const faulty = [
  'INTERNAL_SERVER_ERROR',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'no code',
];

/** Asks again what has no answer, until there is one or it is too late; `kind` begins its name in the ledger. */
export type Insist = <Result>(work: () => Promise<Result>, kind?: string) => Promise<Result>;

/** @throws {Unanswered} from what it makes, when the signal says that it is too late. */
export const insistence =
  (ledger: Ledger, signal: AbortSignal): Insist =>
  async (work, kind = '') => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        ledger.countRepeated(`${kind}${error.code}`);
        if (faulty.includes(error.code)) ledger.findings.push(`${error.code}: ${error.message}`);
        if (signal.aborted) throw error;
        await delay(PAUSE_MS);
      }
    }
  };
