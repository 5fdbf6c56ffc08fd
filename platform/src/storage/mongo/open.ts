import { StoreUnavailable } from '../errors.ts';
import type { DocumentStore } from '../port.ts';

export async function openMongoStore(_: {
  readonly uri: string;
  readonly database: string;
}): Promise<DocumentStore> {
  return Promise.reject(new StoreUnavailable('not yet'));
}
