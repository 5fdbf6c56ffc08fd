import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the parameters that OWASP recommends: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes and compares passwords, in the thread pool. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Whether the password matches the hash; without a hash it does not, which takes just as long. */
  matches(passwordHash: string | undefined, password: string): Promise<boolean>;
}

// Different keyboards may compose the same characters differently.
const canonical = (password: string): string => password.normalize('NFKC');

export async function createPasswords(): Promise<Passwords> {
  const nobodys = await hash('the password of nobody', parameters);
  return {
    hash: (password) => hash(canonical(password), parameters),
    matches: async (passwordHash, password) => {
      const same = await verify(passwordHash ?? nobodys, canonical(password));
      return same && passwordHash !== undefined;
    },
  };
}
