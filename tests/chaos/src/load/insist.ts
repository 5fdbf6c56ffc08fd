import { setTimeout as delay } from 'node:timers/promises';
import { Unanswered } from './client.ts';
import type { Ledger } from './ledger.ts';

const PAUSE_MS = 250;
/** Error codes that mean a fault of the system or of this program; a service that is merely down has other codes. */
const faulty = [
  'INTERNAL_SERVER_ERROR',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'no code',
];

/** Repeats a request until it is answered or it is too late; `kind` is the prefix of its name in the ledger. */
export type Insist = <Result>(work: () => Promise<Result>, kind?: string) => Promise<Result>;

/**
 * Creates an insistence that records repetitions in the ledger.
 *
 * @throws {Unanswered} from the function that it returns, when the signal says that it is too late.
 */
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
