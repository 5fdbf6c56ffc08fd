/** Counts how much is held under each key. */
export interface Quota<Key> {
  /**
   * Takes an amount, by default 1; returns a function that gives it back once, or undefined if the key would exceed the
   * limit.
   */
  take(key: Key, amount?: number): (() => void) | undefined;
  /** How much is held under a key. */
  held(key: Key): number;
}

/** Creates a quota with the same limit for every key; 0 means no limit. */
export function createQuota<Key = string>(limit: number): Quota<Key> {
  const amounts = new Map<Key, number>();
  const held = (key: Key): number => amounts.get(key) ?? 0;
  return {
    held,
    take: (key, amount = 1) => {
      if (limit > 0 && held(key) + amount > limit) return undefined;
      amounts.set(key, held(key) + amount);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        const rest = held(key) - amount;
        if (rest > 0) amounts.set(key, rest);
        else amounts.delete(key);
      };
    },
  };
}
