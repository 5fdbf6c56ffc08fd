import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

const secrets = ['password', 'accessToken', 'refreshToken', 'token', 'paymentToken', 'authorization'];

/**
 * A structured logger, of one service or of several whose children name themselves. Secrets are struck out wherever they
 * stand in the first three levels of an entry.
 */
export function createLogger(
  service: string | undefined,
  level: string,
  destination: DestinationStream = pino.destination(1),
): Logger {
  const options = {
    level,
    base: service === undefined ? {} : { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  };
  return pino(options, destination);
}
