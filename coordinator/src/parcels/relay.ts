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
  /** Makes the token that shipping requires. */
  readonly sign: () => Promise<string>;
  /** The certificates for a shipping service that uses TLS. */
  readonly tls: Tls;
  readonly ask: Ask;
  readonly log: Logger;
  /** How often shipping is asked for reports of which no hint arrived, in milliseconds. */
  readonly intervalMs: number;
}

const BATCH = 100;

/**
 * Starts a saga for each report of a carrier. Shipping keeps a report until it is told that the saga exists, so a relay
 * that dies in between, or a second relay, only starts the same saga again. Shipping's notifications are hints, which
 * may be lost.
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

/** Takes up one page of reports; resolves to whether there may be more. */
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

/** Takes up one report; resolves to whether that worked, so that a failed report does not hold up others. */
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
  /** Ends the current wait, or the next one if there is none. */
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
