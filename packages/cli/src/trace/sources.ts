import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** A position in a bundle as in stack traces: `dist/orders.js:1:2345`, with any path before `dist`. */
const POSITION = /(?:file:\/\/)?[^\s()"]*\bdist\/([\w.-]+\.m?js):(\d+):(\d+)/g;

const withoutParents = (source: string): string => source.replace(/^(\.\.\/)+/, '');

/**
 * Creates a function that replaces each position in a bundle with its source; `maps` is the folder of the bundles'
 * source maps.
 */
export function createSourceNames(maps: string): (line: string) => string {
  const known = new Map<string, TraceMap | undefined>();
  const mapOf = (bundle: string): TraceMap | undefined => {
    if (!known.has(bundle)) known.set(bundle, readMap(join(maps, `${bundle}.map`)));
    return known.get(bundle);
  };
  return (line) =>
    line.replace(POSITION, (position, bundle: string, row: string, column: string) => {
      const map = mapOf(bundle);
      if (map === undefined) return position;
      const found = originalPositionFor(map, { line: Number(row), column: Math.max(0, Number(column) - 1) });
      return found.source === null
        ? position
        : `${withoutParents(found.source)}:${found.line}:${found.column + 1}`;
    });
}

function readMap(file: string): TraceMap | undefined {
  try {
    return new TraceMap(readFileSync(file, 'utf8'));
  } catch {
    // A trace of another build or program stays as it is.
    return undefined;
  }
}
