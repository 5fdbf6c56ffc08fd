import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { InvalidConfiguration, type Logger } from '@counterstep/service-kit';
import type { Supergraph } from './supergraph.ts';

/** Holds the newest supergraph. */
export interface SupergraphSource {
  readonly current: Supergraph;
  /** Calls back with each supergraph that is loaded from now on; returns what ends that. */
  onLoad(callback: (supergraph: Supergraph) => void): () => void;
  close(): void;
}

/** How often the file is looked at; looking works where notifications do not, as on mounted volumes. */
const LOOK_MS = 500;

/**
 * Loads the supergraph, and again whenever its file changes; a file that is not a supergraph is logged and left.
 *
 * @throws {InvalidConfiguration} when the first one cannot be read or used.
 */
export function openSupergraph(
  from: { readonly sdl: string } | { readonly file: string },
  load: (sdl: string) => Supergraph,
  log: Logger,
): SupergraphSource {
  const callbacks = new Set<(supergraph: Supergraph) => void>();
  let current = 'file' in from ? first(from.file, load) : load(from.sdl);
  const reload = (file: string): void => {
    try {
      current = load(readFileSync(file, 'utf8'));
      log.info({ file }, 'supergraph loaded');
    } catch (error) {
      log.error({ err: error, file }, 'the changed supergraph cannot be used; the last one stays');
      return;
    }
    for (const callback of callbacks) callback(current);
  };
  const look = (): void => {
    if ('file' in from) reload(from.file);
  };
  if ('file' in from) watchFile(from.file, { interval: LOOK_MS, persistent: false }, look);
  return {
    get current() {
      return current;
    },
    onLoad: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: () => {
      if ('file' in from) unwatchFile(from.file, look);
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
