import { createHash } from 'node:crypto';

/** The id of the one saga of a type for an owner's idempotency key: a UUID of version 8, made from a SHA-256 hash. */
export const sagaIdOf = (type: string, owner: string, idempotencyKey: string): string => {
  const bytes = createHash('sha256')
    .update(JSON.stringify([type, owner, idempotencyKey]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
