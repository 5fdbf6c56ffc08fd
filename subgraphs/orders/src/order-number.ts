import { createHash } from 'node:crypto';

// Crockford's base 32 has no I, L, O and U, so that numbers can be read aloud and typed.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * An order's number for people, such as `2603-K7M3-Q9XD`: year and month, then eight characters derived from its id.
 */
export function orderNumber(orderId: string, placedAt: string, attempt: number): string {
  const digest = createHash('sha256').update(`${orderId}:${attempt}`).digest();
  const characters = Array.from(digest.subarray(0, 8), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const month = `${placedAt.slice(2, 4)}${placedAt.slice(5, 7)}`;
  return `${month}-${characters.slice(0, 4)}-${characters.slice(4)}`;
}
