import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { InvalidConfiguration, type Logger } from '@counterstep/service-kit';
import type { Supergraph } from './supergraph.ts';

/** Holds the newest supergraph. */
export interface SupergraphSource {
  readonly current: Supergraph;
  /** Calls back with each supergraph loaded from now on; the returned function stops that. */
  onLoad(callback: (supergraph: Supergraph) => void): () => void;
  close(): void;
}

/** How often the file is checked; unlike notifications, polling works on mounted volumes. */
const LOOK_MS = 500;

/**
 * Loads the supergraph, and loads it again whenever its file changes. A later file that is not a valid supergraph is
 * logged and ignored.
 *
 * @throws {InvalidConfiguration} when the first one cannot be read or used.
 */
export const openSupergraph = (
  from: { readonly sdl: string } | { readonly file: string },
  load: (sdl: string) => Supergraph,
  log: Logger,
): SupergraphSource => ('sdl' in from ? fixed(load(from.sdl)) : watched(from.file, load, log));

const fixed = (current: Supergraph): SupergraphSource => ({
  current,
  onLoad: () => () => undefined,
  close: () => undefined,
});

function watched(file: string, load: (sdl: string) => Supergraph, log: Logger): SupergraphSource {
  const callbacks = new Set<(supergraph: Supergraph) => void>();
  let current = first(file, load);
  const look = (): void => {
    try {
      current = load(readFileSync(file, 'utf8'));
      log.info({ file }, 'supergraph loaded');
    } catch (error) {
      log.error({ err: error, file }, 'the changed supergraph cannot be used; the last one stays');
      return;
    }
    for (const callback of callbacks) callback(current);
  };
  watchFile(file, { interval: LOOK_MS, persistent: false }, look);
  return {
    get current() {
      return current;
    },
    onLoad: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: () => {
      unwatchFile(file, look);
    },
  };
}

function first(file: string, load: (sdl: string) => Supergraph): Supergraph {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof InvalidConfiguration) throw error;
    const reason = (error as Error).message;
    throw new InvalidConfiguration(`The supergraph ${file} (SUPERGRAPH_FILE) cannot be used: ${reason}`);
  }
}
