import { services } from '../programs.ts';

/** The ports of this host where the service may listen: that of the environment, else those of the named one or of all. */
export function portsToAsk(service: string | undefined, environment = process.env): readonly number[] {
  const given = Number.parseInt(environment['PORT'] ?? '', 10);
  if (Number.isInteger(given)) return [given];
  const ports = Object.entries(services).flatMap(([name, { port }]) =>
    service === undefined || service === name ? [port] : [],
  );
  return [...new Set(ports)];
}

/** Whether the services of this environment speak TLS. */
export const speaksTls = (environment = process.env): boolean =>
  Boolean(environment['TLS_CERT_FILE']?.trim());
