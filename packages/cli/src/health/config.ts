import { services } from '../programs.ts';

/** The ports on which the service may listen: the environment's PORT, else those of the named service or of all. */
export function portsToAsk(service: string | undefined, environment = process.env): readonly number[] {
  const given = Number.parseInt(environment['PORT'] ?? '', 10);
  if (Number.isInteger(given)) return [given];
  const ports = Object.entries(services).flatMap(([name, { port }]) =>
    service === undefined || service === name ? [port] : [],
  );
  return [...new Set(ports)];
}

/** Whether the services of this environment use TLS. */
export const speaksTls = (environment = process.env): boolean =>
  Boolean(environment['TLS_CERT_FILE']?.trim());
