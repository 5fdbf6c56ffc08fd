import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';

/** The mode of a file that only its owner may read and write. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Makes the folder, for the owner only, if it is missing; leaves the mode of an existing one alone. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
}

/** Makes an empty file if it is missing, and keeps the file for the owner only. */
export function makePrivateFile(file: string): void {
  closeSync(openSync(file, 'a', PRIVATE_FILE));
  keepPrivate(file);
}

/** Removes other users' permissions from the file, if it exists and belongs to this user. */
export function keepPrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== process.getuid?.() || (found.mode & 0o077) === 0) return;
  chmodSync(file, PRIVATE_FILE);
}
