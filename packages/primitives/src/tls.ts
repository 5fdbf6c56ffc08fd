import { readFileSync, statSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import { createSecureContext, type Server as TlsServer, TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import { InvalidConfiguration } from './errors.ts';

/** The configuration of a service without certificates. */
export const noTls: TlsConfig = { certFile: undefined, keyFile: undefined, caFile: undefined };

/** The files of a service's certificate; undefined ones are not used. */
export interface TlsConfig {
  /** The service's certificate with its chain, in PEM. */
  readonly certFile: string | undefined;
  /** The private key of the certificate, in PEM. */
  readonly keyFile: string | undefined;
  /** The authorities to trust instead of the well-known ones, in PEM. */
  readonly caFile: string | undefined;
}

/** The certificate, key and authorities for a service's TLS sockets, as server or client. */
export interface TlsMaterial {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: Buffer;
}

const variableOf = { certFile: 'TLS_CERT_FILE', keyFile: 'TLS_KEY_FILE', caFile: 'TLS_CA_FILE' } as const;

/** The certificates of one service, which are read again when their files change. */
export interface Tls {
  /** The newest usable contents of the files. */
  current(): TlsMaterial;
  /** Whether the service has a certificate, and so serves over TLS. */
  readonly serves: boolean;
  /** Whether callers must present a certificate of a trusted authority. */
  readonly mutual: boolean;
}

/**
 * Reads the files, and checks that they match.
 *
 * @throws {InvalidConfiguration} if a file cannot be used, or only one of certificate and key is given.
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
        // Certificate and key are replaced one after the other, so for a moment they may not match.
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

/** The TLS options of a server; callers without a certificate can reach only health checks. */
export const serverOptions = (tls: Tls) => ({
  ...tls.current(),
  requestCert: tls.mutual,
  // An orchestrator's probes have no certificate; `isTrusted` decides about other requests.
  rejectUnauthorized: false,
});

/** Has a server present renewed certificates to new connections. */
export function renewCertificates(server: HttpServer, tls: Tls): void {
  let shown = tls.current();
  server.prependListener('connection', () => {
    const newest = tls.current();
    if (newest === shown) return;
    shown = newest;
    (server as unknown as TlsServer).setSecureContext(newest);
  });
}

/** Whether the peer may call: if TLS is mutual, it needs a certificate of a trusted authority. */
export const isTrusted = (tls: Tls | undefined, socket: Duplex): boolean =>
  tls?.mutual !== true || (socket instanceof TLSSocket && socket.authorized);
