import { createPrivateKey, sign, type JsonWebKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;

const partsOf = (token: string): readonly [string, string] => {
  const [header, claims] = token.split('.');
  if (header === undefined || claims === undefined) throw new Error('It is no token.');
  return [header, claims];
};

/** A session token with changed claims and headers, signed correctly with the key in the data folder. */
export async function withClaims(
  dataDir: string,
  token: string,
  changes: object,
  headers: object = {},
): Promise<string> {
  const keys = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as { session: JsonWebKey };
  const [header, claims] = partsOf(token);
  const signed = `${encode({ ...decode(header), ...headers })}.${encode({ ...decode(claims), ...changes })}`;
  const key = createPrivateKey({ key: keys.session, format: 'jwk' });
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

/** The token with another signature. */
export const withSignature = (token: string, signature: string): string =>
  [...partsOf(token), signature].join('.');
