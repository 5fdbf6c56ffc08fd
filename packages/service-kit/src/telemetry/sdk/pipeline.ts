import { diag, DiagLogLevel } from '@opentelemetry/api';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from '../../log.ts';
import type { TelemetryConfig } from '../config.ts';

/** How long a stop waits for a collector, in ms. */
const LAST_WORD_MS = 1_000;

/** Resolves once the promise is settled, or after the time that a stop may wait. */
async function atMostLastWord(promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WORD_MS);
  });
  await Promise.race([promise.catch(() => undefined), tooLong]);
  clearTimeout(timer);
}

/** The pipeline that sends the spans of all services in the process; each span names its service. */
export interface Pipeline {
  readonly processor: SpanProcessor;
  /**
   * Releases the pipeline. The last user waits until the remaining data of all users is sent, so that the process waits
   * only once; `others` is what this user is sending besides.
   */
  release(others: Promise<unknown>): Promise<void>;
}

interface Shared {
  readonly processor: Promise<SpanProcessor>;
  readonly lastWords: Promise<unknown>[];
  users: number;
}

let shared: Shared | undefined;

/** Joins the process's pipeline, which its first user's configuration creates. */
export async function joinPipeline(config: TelemetryConfig, log: Logger): Promise<Pipeline> {
  const used = (shared ??= { processor: createProcessor(config, log), lastWords: [], users: 0 });
  used.users += 1;
  const processor = await used.processor;
  return {
    processor,
    release: async (others) => {
      used.users -= 1;
      // The SDK itself reports failures.
      used.lastWords.push(others.catch(() => undefined));
      if (used.users > 0) return;
      if (shared === used) shared = undefined;
      await atMostLastWord(Promise.all([...used.lastWords, processor.shutdown()]));
    },
  };
}

async function createProcessor({ protocol, queue }: TelemetryConfig, log: Logger): Promise<SpanProcessor> {
  tellLog(log);
  return new BatchSpanProcessor({ ...queue, exporter: await createSpanExporter(protocol) });
}

async function createSpanExporter(protocol: TelemetryConfig['protocol']): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

/** The least time between log entries about an unreachable collector, in ms. */
const AGAIN_MS = 60_000;

/** Logs the SDK's failures at intervals, because an absent collector is no news every few seconds. */
function tellLog(log: Logger): void {
  let toldAt = -Infinity;
  const tell = (reason: string): void => {
    const now = performance.now();
    if (now - toldAt < AGAIN_MS) return;
    toldAt = now;
    // The reason is cut, because it may contain the collector's whole answer.
    log.warn({ reason: reason.slice(0, 300) }, 'traces or metrics were not sent');
  };
  const ignore = (): void => undefined;
  const logger = { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}
