import type { TlsConfig } from '@counterstep/primitives';
import type { DocumentStore } from './port.ts';

export interface StorageConfig {
  /** The name of the service, which names its database. */
  readonly service: string;
  /** A MongoDB replica set; without it the store is embedded. */
  readonly mongoUri?: string | undefined;
  /** The beginning of the MongoDB database names. */
  readonly mongoDb: string;
  /** The folder of the embedded database files. */
  readonly dataDir: string;
  /** Is told what the database should be set to. */
  readonly warn?: (message: string) => void;
  /** The certificates for a MongoDB that speaks TLS. */
  readonly tls?: TlsConfig;
}

/**
 * Opens the service's database: MongoDB where `mongoUri` is set, else a SQLite file.
 *
 * @throws {StoreLocked} when another process uses the database file.
 * @throws {StoreUnavailable} when the database cannot be opened or reached.
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
