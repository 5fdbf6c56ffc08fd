import { readFileSync, statSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import { createSecureContext, type Server as TlsServer, TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import { InvalidConfiguration } from './errors.ts';

/** A service without certificates. */
export const noTls: TlsConfig = { certFile: undefined, keyFile: undefined, caFile: undefined };

/** The files of a service's certificate; what is undefined is not used. */
export interface TlsConfig {
  /** The certificate that the service shows, with its chain, in PEM. */
  readonly certFile: string | undefined;
  /** The private key of the certificate, in PEM. */
  readonly keyFile: string | undefined;
  /** The authorities that are trusted instead of the well-known ones, in PEM. */
  readonly caFile: string | undefined;
}

/** What TLS sockets of a service are made with, on either side. */
export interface TlsMaterial {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: Buffer;
}

const variableOf = { certFile: 'TLS_CERT_FILE', keyFile: 'TLS_KEY_FILE', caFile: 'TLS_CA_FILE' } as const;

/** The certificates of one service, read again when their files change. */
export interface Tls {
  /** The newest files. A change that cannot be used is left aside until it can be. */
  current(): TlsMaterial;
  /** Whether the service shows a certificate, and so serves over TLS. */
  readonly serves: boolean;
  /** Whether calling services must show a certificate of the trusted authorities. */
  readonly mutual: boolean;
}

/**
 * Reads the files, and checks that they go together.
 *
 * @throws {InvalidConfiguration} when a file cannot be used, or a certificate comes without its key.
 */
export function openTls(config: TlsConfig): Tls {
  if ((config.certFile === undefined) !== (config.keyFile === undefined))
    throw new InvalidConfiguration('TLS_CERT_FILE and TLS_KEY_FILE must be set together.');
  let stamp = stampOf(config);
  let material = readMaterial(config);
  const serves = config.certFile !== undefined;
  return {
    serves,
    mutual: serves && config.caFile !== undefined,
    current: () => {
      const newest = stampOf(config);
      if (newest === stamp) return material;
      try {
        material = readMaterial(config);
        stamp = newest;
      } catch {
        // Certificate and key are replaced one after the other.
      }
      return material;
    },
  };
}

const filesOf = (config: TlsConfig) =>
  (['certFile', 'keyFile', 'caFile'] as const).flatMap((name) =>
    config[name] === undefined ? [] : [[name, config[name]] as const],
  );

const stampOf = (config: TlsConfig): string =>
  filesOf(config)
    .map(([, file]) => statSync(file, { throwIfNoEntry: false })?.mtimeMs)
    .join();

function readMaterial(config: TlsConfig): TlsMaterial {
  const material = Object.fromEntries(
    filesOf(config).map(([name, file]) => [name.replace('File', ''), readPem(name, file)]),
  ) as TlsMaterial;
  try {
    createSecureContext(material);
  } catch (error) {
    const named = filesOf(config).map(([name]) => variableOf[name]);
    throw new InvalidConfiguration(`${named.join(', ')} cannot be used: ${(error as Error).message}.`);
  }
  return material;
}

function readPem(name: keyof TlsConfig, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InvalidConfiguration(`${variableOf[name]} cannot be read: ${(error as Error).message}.`);
  }
}

/** Options of a server that shows the certificate; callers without one of their own get as far as health checks. */
export const serverOptions = (tls: Tls) => ({
  ...tls.current(),
  requestCert: tls.mutual,
  // Probes of an orchestrator have no certificate; `isTrusted` decides who gets further.
  rejectUnauthorized: false,
});

/** Lets a server show renewed certificates to whoever connects from now on. */
export function renewCertificates(server: HttpServer, tls: Tls): void {
  let shown = tls.current();
  server.prependListener('connection', () => {
    const newest = tls.current();
    if (newest === shown) return;
    shown = newest;
    (server as unknown as TlsServer).setSecureContext(newest);
  });
}

/** Whether whoever is at the other end may call: where TLS is mutual, with a certificate of a trusted authority. */
export const isTrusted = (tls: Tls | undefined, socket: Duplex): boolean =>
  tls?.mutual !== true || (socket instanceof TLSSocket && socket.authorized);
