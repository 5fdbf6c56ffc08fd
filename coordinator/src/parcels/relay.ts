import { newId, type Logger, type Tls } from '@counterstep/service-kit';
import type { Ask } from '@counterstep/saga-service';
import { followSubscription } from '../follow-subscription.ts';
import {
  OpenParcelReportsDocument,
  ParcelReportedDocument,
  SettleParcelReportDocument,
  type ReportFragment,
} from '../generated/shipping.ts';
import { takeUp, type TakeUpDependencies } from './take-up.ts';

export interface ParcelRelayOptions extends TakeUpDependencies {
  /** The base URL of shipping. */
  readonly shippingUrl: string;
  /** The token that shipping wants to see. */
  readonly sign: () => Promise<string>;
  /** The certificates for a shipping that speaks TLS. */
  readonly tls: Tls;
  readonly ask: Ask;
  readonly log: Logger;
  /** How often it is asked for reports that no hint has told of, in ms. */
  readonly intervalMs: number;
}

const BATCH = 100;

/**
 * Has a saga take up each report of a carrier. Shipping keeps a report until it is told that there is one; whoever dies
 * in between, and a second relay, only begin the same saga again. What shipping tells by itself is a hint, which may be
 * lost.
 *
 * @returns what ends it.
 */
export function startParcelRelay(options: ParcelRelayOptions): () => Promise<void> {
  const bell = createBell();
  const { shippingUrl: url, sign, tls, log } = options;
  const stopHints = followSubscription(ParcelReportedDocument, bell.ring, { url, sign, tls, log });
  const polling = poll(options, bell);
  return async () => {
    bell.stop();
    await Promise.all([stopHints(), polling]);
  };
}

async function poll(options: ParcelRelayOptions, bell: Bell): Promise<void> {
  while (!bell.isStopped()) {
    try {
      while (!bell.isStopped() && (await takeUpSome(options)));
    } catch (error) {
      options.log.debug({ err: error }, 'shipping cannot be asked for reports');
    }
    await bell.wait(options.intervalMs);
  }
}

/** Whether there may be more. */
async function takeUpSome(options: ParcelRelayOptions): Promise<boolean> {
  const correlationId = newId();
  const { openParcelReports: reports } = await options.ask(
    'shipping',
    OpenParcelReportsDocument,
    { first: BATCH },
    { correlationId },
  );
  let settled = 0;
  for (const report of reports) if (await settle(report, options)) settled += 1;
  return settled === BATCH;
}

/** Whether the report is taken up; one that is not must not keep others from it. */
async function settle(report: ReportFragment, options: ParcelRelayOptions): Promise<boolean> {
  const { ask, log } = options;
  try {
    await takeUp(report, options);
    await ask('shipping', SettleParcelReportDocument, { id: report.id }, { correlationId: newId() });
    return true;
  } catch (error) {
    log.warn({ err: error, report: report.id }, 'a report of a carrier is not taken up yet');
    return false;
  }
}

interface Bell {
  /** Ends the wait, or the next one where nobody waits. */
  readonly ring: () => void;
  readonly wait: (ms: number) => Promise<void>;
  readonly stop: () => void;
  readonly isStopped: () => boolean;
}

function createBell(): Bell {
  let rung = false;
  let stopped = false;
  let end = (): void => undefined;
  const ring = (): void => {
    rung = true;
    end();
  };
  return {
    ring,
    stop: () => {
      stopped = true;
      ring();
    },
    isStopped: () => stopped,
    wait: async (ms) => {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      rung = false;
    },
  };
}
