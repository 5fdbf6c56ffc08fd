/** A field's name, and how to read it. */
type Field =
  | readonly [name: string, type: 'text' | 'hex' | 'number' | 'double' | 'fixed64' | 'doubles' | 'counts']
  | readonly [name: string, type: 'message' | 'messages', message: object];
type Message = Readonly<Record<number, Field>>;

/** A decoded message, with the names of OTLP's JSON. */
export type Decoded = Readonly<Record<string, unknown>>;

const anyValue: Record<number, Field> = {
  1: ['stringValue', 'text'],
  2: ['boolValue', 'number'],
  3: ['intValue', 'number'],
  4: ['doubleValue', 'double'],
};
const keyValue: Message = { 1: ['key', 'text'], 2: ['value', 'message', anyValue] };
const resource: Message = { 1: ['attributes', 'messages', keyValue] };
const link: Message = { 1: ['traceId', 'hex'], 2: ['spanId', 'hex'] };
const span: Message = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  3: ['traceState', 'text'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'text'],
  6: ['kind', 'number'],
  9: ['attributes', 'messages', keyValue],
  13: ['links', 'messages', link],
  15: ['status', 'message', { 3: ['code', 'number'] }],
};
const point: Message = {
  4: ['asDouble', 'double'],
  7: ['attributes', 'messages', keyValue],
};
const histogramPoint: Message = {
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['bucketCounts', 'counts'],
  7: ['explicitBounds', 'doubles'],
  9: ['attributes', 'messages', keyValue],
};
const metric: Message = {
  1: ['name', 'text'],
  5: ['gauge', 'message', { 1: ['dataPoints', 'messages', point] }],
  7: ['sum', 'message', { 1: ['dataPoints', 'messages', point], 3: ['isMonotonic', 'number'] }],
  9: ['histogram', 'message', { 1: ['dataPoints', 'messages', histogramPoint] }],
};

/** The requests of OTLP, as far as tests examine them. */
export const requests = {
  traces: {
    1: [
      'resourceSpans',
      'messages',
      {
        1: ['resource', 'message', resource],
        2: ['scopeSpans', 'messages', { 2: ['spans', 'messages', span] }],
      },
    ],
  },
  metrics: {
    1: [
      'resourceMetrics',
      'messages',
      {
        1: ['resource', 'message', resource],
        2: ['scopeMetrics', 'messages', { 2: ['metrics', 'messages', metric] }],
      },
    ],
  },
} as const satisfies Record<string, Message>;

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes.readUInt8(this.#at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, (this.#at += length));
    if (taken.length < length) throw new Error('The message is cut off.');
    return taken;
  }

  /** Reads the next field's value, as bytes or a number. */
  value(wireType: number): Buffer | number {
    if (wireType === 0) return this.varint();
    if (wireType === 1) return this.take(8);
    if (wireType === 5) return this.take(4);
    if (wireType === 2) return this.take(this.varint());
    throw new Error(`There is no wire type ${wireType}.`);
  }
}

const eights = (bytes: Buffer): number[] => Array.from({ length: bytes.length / 8 }, (_, index) => index * 8);

function read([, type, message]: Field, value: Buffer | number): unknown {
  if (typeof value === 'number') return value;
  switch (type) {
    case 'text':
      return value.toString();
    case 'hex':
      return value.toString('hex');
    case 'double':
      return value.readDoubleLE();
    case 'fixed64':
      return Number(value.readBigUInt64LE());
    case 'doubles':
      return eights(value).map((at) => value.readDoubleLE(at));
    case 'counts':
      return eights(value).map((at) => Number(value.readBigUInt64LE(at)));
    case 'message':
    case 'messages':
      return decode(value, message as Message);
    case 'number':
      throw new Error('A number was expected.');
  }
}

/**
 * Decodes a protobuf message; leaves out unknown fields.
 *
 * @throws {Error} if the message is malformed.
 */
export function decode(bytes: Buffer, message: Message): Decoded {
  const reader = new Reader(bytes);
  const decoded: Record<string, unknown> = {};
  while (!reader.done) {
    const tag = reader.varint();
    const value = reader.value(tag & 7);
    const field = message[tag >>> 3];
    if (field === undefined) continue;
    const [name, type] = field;
    const known = decoded[name];
    decoded[name] =
      type === 'messages'
        ? [...((known as unknown[] | undefined) ?? []), read(field, value)]
        : read(field, value);
  }
  return decoded;
}
