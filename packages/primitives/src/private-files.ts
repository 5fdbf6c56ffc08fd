import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';

/** What only the owner may read and write. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Makes the folder where it is missing, for the owner only. A folder that exists stays as its owner has made it. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
}

/** Makes the file where it is missing, empty and for the owner only. */
export function makePrivateFile(file: string): void {
  closeSync(openSync(file, 'a', PRIVATE_FILE));
  keepPrivate(file);
}

/** Takes what others may do with the file away, where it exists and belongs to this user. */
export function keepPrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== process.getuid?.() || (found.mode & 0o077) === 0) return;
  chmodSync(file, PRIVATE_FILE);
}
