import type { TlsConfig } from '@counterstep/primitives';
import type { DocumentStore } from './port.ts';

export interface StorageConfig {
  /** The name of the service, which is part of its database's name. */
  readonly service: string;
  /** The URI of a MongoDB replica set; without it, the store is embedded. */
  readonly mongoUri?: string | undefined;
  /** The prefix of the MongoDB database names. */
  readonly mongoDb: string;
  /** The folder of the embedded database files. */
  readonly dataDir: string;
  /** Called with what the database should be set to, if anything. */
  readonly warn?: (message: string) => void;
  /** The certificates for a MongoDB that uses TLS. */
  readonly tls?: TlsConfig;
}

/**
 * Opens the service's database: MongoDB if `mongoUri` is set, else a SQLite file.
 *
 * @throws {StoreLocked} if another process uses the database file.
 * @throws {StoreUnavailable} if the database cannot be opened or reached.
 */
export async function openDocumentStore(config: StorageConfig): Promise<DocumentStore> {
  const { service, mongoUri, mongoDb, dataDir, warn, tls } = config;
  if (mongoUri !== undefined) {
    const { openMongoStore } = await import('./mongo/open.ts');
    return openMongoStore({ uri: mongoUri, database: `${mongoDb}_${service}`, warn, ...(tls && { tls }) });
  }
  const { openSqliteStore } = await import('./sqlite/open.ts');
  return openSqliteStore({ file: `${dataDir}/${service}.sqlite` });
}
