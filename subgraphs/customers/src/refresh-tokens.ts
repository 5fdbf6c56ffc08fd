import { createHash } from 'node:crypto';
import type { Expiring } from './domain/expiring.ts';

/** A login that lasts over all its refreshes; only its newest refresh token is valid. */
export interface SessionDocument extends Expiring {
  readonly customerId: string;
  readonly startedAt: string;
  /** The SHA-256 of the newest refresh token's secret, in base64url. */
  readonly secretHash: string;
  /** Hashes of the former secrets, latest first; absent before the first exchange. */
  readonly formerHashes?: readonly string[];
  /** When the latest former secret was exchanged. */
  readonly exchangedAt?: string;
  /** Derives the newest secret from the one before it. */
  readonly salt?: string;
  /** The customer's generation when the session began; absent in sessions of earlier releases. */
  readonly generation?: number;
}

/**
 * How long an exchange of a refresh token can be repeated, in milliseconds, because the first answer may have been
 * lost.
 */
export const REPEATABLE_MS = 10_000;

/** Secrets older than this many are forgotten: one of them is refused but ends no session. */
const REMEMBERED_SECRETS = 50;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const hashOf = sha256;

/** The successor of a secret: deterministic for a salt, and computable only with the former secret. */
export const successorOf = (secret: string, salt: string): string => sha256(`${salt}.${secret}`);

/**
 * What presenting a secret means: `newest` is exchanged; `repeated` gets the same successor as a moment ago; `stolen`
 * was valid once and now has two users; `unknown` was never valid.
 */
export type Presented = 'newest' | 'repeated' | 'stolen' | 'unknown';

/** Classifies a secret that is presented at a time, in milliseconds. */
export function presented(session: SessionDocument, secret: string, now: number): Presented {
  const hash = hashOf(secret);
  if (hash === session.secretHash) return 'newest';
  const former = session.formerHashes ?? [];
  const place = former.indexOf(hash);
  if (place < 0) return 'unknown';
  // Tolerates small differences between instances' clocks; a clock that was set further must not make a secret valid
  // for long.
  const elapsed = Math.abs(now - Date.parse(session.exchangedAt ?? ''));
  return place === 0 && session.salt !== undefined && elapsed < REPEATABLE_MS ? 'repeated' : 'stolen';
}

/** The former hashes after an exchange of the newest secret. */
export const formerAfter = ({ secretHash, formerHashes = [] }: SessionDocument): readonly string[] =>
  [secretHash, ...formerHashes].slice(0, REMEMBERED_SECRETS);
