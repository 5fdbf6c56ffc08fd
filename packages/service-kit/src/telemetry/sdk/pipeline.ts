import { diag, DiagLogLevel } from '@opentelemetry/api';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from '../../log.ts';
import type { TelemetryConfig } from '../config.ts';

/** How long a stop waits for a collector. */
const LAST_WORD_MS = 1_000;

/** Resolves with the promise, whatever becomes of it, and at the latest when the stop goes on without it. */
async function atMostLastWord(promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WORD_MS);
  });
  await Promise.race([promise.catch(() => undefined), tooLong]);
  clearTimeout(timer);
}

/** Where the spans of all services of the process go; each still says whose it is. */
export interface Pipeline {
  readonly processor: SpanProcessor;
  /**
   * Lets it go. The last user waits until what all of them have left is sent, so that a process waits once; `others` is
   * what this one is sending besides.
   */
  release(others: Promise<unknown>): Promise<void>;
}

interface Shared {
  readonly processor: Promise<SpanProcessor>;
  readonly lastWords: Promise<unknown>[];
  users: number;
}

let shared: Shared | undefined;

/** Takes part in the pipeline of the process, which is made as its first user wants it. */
export async function joinPipeline(config: TelemetryConfig, log: Logger): Promise<Pipeline> {
  const used = (shared ??= { processor: createProcessor(config, log), lastWords: [], users: 0 });
  used.users += 1;
  const processor = await used.processor;
  return {
    processor,
    release: async (others) => {
      used.users -= 1;
      // Failures are told by the SDK.
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

/** How often the log says at most that a collector is not reached. */
const AGAIN_MS = 60_000;

/** Has the SDK tell the log what goes wrong, now and then: a collector that is away is no news every few seconds. */
function tellLog(log: Logger): void {
  let toldAt = -Infinity;
  const tell = (reason: string): void => {
    const now = performance.now();
    if (now - toldAt < AGAIN_MS) return;
    toldAt = now;
    // Not more: what the SDK says may have the answer of the collector in it.
    log.warn({ reason: reason.slice(0, 300) }, 'traces or metrics were not sent');
  };
  const ignore = (): void => undefined;
  const logger = { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}
