import { z } from 'zod';
import { parseKeySet, textsOf, WrongKeys, type KeySet } from './key-set.ts';

const texts = z.record(z.string(), z.string());
const secret = z.looseObject({
  kind: z.literal('Secret'),
  data: texts.optional(),
  stringData: texts.optional(),
});

/** A document with keys, and a way to replace them. */
export interface KeyDocument {
  readonly keys: KeySet;
  /** The document with these keys instead; its other contents stay. */
  readonly withKeys: (keys: KeySet) => string;
}

/** Decodes texts from base64, by name. */
export const decoded = (data: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(data).map(([name, text]) => [name, Buffer.from(text, 'base64').toString()]),
  );
/** Encodes texts to base64, by name. */
export const encoded = (data: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(data).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
  );
const printed = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The texts without the entries of earlier keys, some of which the new keys may lack. */
const without = (given: Readonly<Record<string, string>>, gone: KeySet) => {
  const names = new Set(Object.keys(textsOf(gone)));
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));
};

/**
 * Reads a Kubernetes Secret (JSON), or a JSON object of texts by name.
 *
 * @throws {WrongKeys} if the text is neither, or lacks keys.
 */
export function readKeyDocument(text: string): KeyDocument {
  const value = parsed(text);
  const asSecret = secret.safeParse(value);
  if (asSecret.success) {
    const { stringData, ...rest } = asSecret.data;
    const given = { ...decoded(rest.data ?? {}), ...stringData };
    const keys = parseKeySet(given);
    return {
      keys,
      withKeys: (next) => printed({ ...rest, data: encoded({ ...without(given, keys), ...textsOf(next) }) }),
    };
  }
  const asTexts = texts.safeParse(value);
  if (!asTexts.success) throw new WrongKeys('Neither a Kubernetes Secret nor an object of texts was given.');
  const keys = parseKeySet(asTexts.data);
  return { keys, withKeys: (next) => printed({ ...without(asTexts.data, keys), ...textsOf(next) }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WrongKeys('JSON was expected, such as `kubectl get secret NAME -o json` prints.');
  }
}

/** The manifest of a Kubernetes Secret with the keys. */
export const secretOf = (name: string, keys: KeySet): string =>
  printed({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    type: 'Opaque',
    data: encoded(textsOf(keys)),
  });

/** The keys as environment variables, with comments on which service needs which. */
export function environmentOf(keys: KeySet): string {
  const all = textsOf(keys);
  const line = (name: string, from = name): string => `${name}='${all[from] ?? ''}'`;
  return `# customers
${line('SESSION_PRIVATE_KEY')}

# gateway
${line('SESSION_PUBLIC_KEYS')}
${line('INTERNAL_PRIVATE_KEY', 'GATEWAY_INTERNAL_PRIVATE_KEY')}

# coordinator
${line('INTERNAL_PRIVATE_KEY', 'COORDINATOR_INTERNAL_PRIVATE_KEY')}

# every subgraph, the coordinator among them
${line('INTERNAL_PUBLIC_KEYS')}
`;
}
