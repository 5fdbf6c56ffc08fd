import { createHash } from 'node:crypto';
import type { Expiring } from './domain/expiring.ts';

/** A login that lasts over all its refreshes; only the newest refresh token is good. */
export interface SessionDocument extends Expiring {
  readonly customerId: string;
  readonly startedAt: string;
  /** The SHA-256 of the newest refresh token's secret, in base64url. */
  readonly secretHash: string;
  /** Those of the secrets before, the latest first; absent before the first exchange. */
  readonly formerHashes?: readonly string[];
  /** When the latest former secret was exchanged. */
  readonly exchangedAt?: string;
  /** What makes the newest secret out of the one before. */
  readonly salt?: string;
  /** The customer's generation when the session began; absent in sessions of earlier releases. */
  readonly generation?: number;
}

/** How long the exchange of a refresh token can be repeated, in ms, because the first answer may have been lost. */
export const REPEATABLE_MS = 10_000;

/** More former secrets are forgotten: such a one is refused, and ends nothing. */
const REMEMBERED_SECRETS = 50;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const hashOf = sha256;

/** The secret that one is exchanged for: the same for the same salt, and known only to who knows the one before. */
export const successorOf = (secret: string, salt: string): string => sha256(`${salt}.${secret}`);

/**
 * What presenting a secret means: `newest` is exchanged, `repeated` gets the same successor as a moment ago, `stolen` was
 * good once and is used by two, and `unknown` never was good.
 */
export type Presented = 'newest' | 'repeated' | 'stolen' | 'unknown';

/** What it means to present a secret at an instant, in ms. */
export function presented(session: SessionDocument, secret: string, now: number): Presented {
  const hash = hashOf(secret);
  if (hash === session.secretHash) return 'newest';
  const former = session.formerHashes ?? [];
  const place = former.indexOf(hash);
  if (place < 0) return 'unknown';
  // Clocks of instances differ a little; one that was set by more must not make a secret good for long.
  const elapsed = Math.abs(now - Date.parse(session.exchangedAt ?? ''));
  return place === 0 && session.salt !== undefined && elapsed < REPEATABLE_MS ? 'repeated' : 'stolen';
}

/** The former hashes after an exchange of the newest secret. */
export const formerAfter = ({ secretHash, formerHashes = [] }: SessionDocument): readonly string[] =>
  [secretHash, ...formerHashes].slice(0, REMEMBERED_SECRETS);
