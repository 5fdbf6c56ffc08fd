const PAUSE_MS = 20;

/**
 * Reads again and again until what it reads is as wanted, and answers it.
 *
 * @throws {Error} with the last reading when it is not so within `limitMs`.
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
