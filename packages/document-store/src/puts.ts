import { derive } from '@counterstep/primitives';
import type { Changefeed, Document } from './port.ts';

/** The documents that a feed reports as written; `return` ends the feed at once, even while a change is awaited. */
export const puts = <T extends Document>(feed: Changefeed<T>): AsyncIterableIterator<T> =>
  derive(feed, (change) => (change.kind === 'put' ? change.document : undefined));
