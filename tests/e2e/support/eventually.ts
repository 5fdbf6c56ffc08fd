const PAUSE_MS = 20;

/**
 * Reads repeatedly until the value is as wanted, and returns it.
 *
 * @throws {Error} with the last value when it is not as wanted within `limitMs`.
 */
export async function eventually<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  limitMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still not so after ${limitMs} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/**
 * Reads repeatedly until the value is as wanted, and then once more. One query asks several services, each at its own
 * moment: only a later answer surely has all that was done before the wanted state.
 *
 * @throws {Error} with the last value when it is not as wanted within `limitMs`.
 */
export async function settled<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  limitMs?: number,
): Promise<T> {
  await eventually(read, wanted, limitMs);
  return read();
}
