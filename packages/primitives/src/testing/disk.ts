import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

/** The default size of a disk, which is a limit and takes no memory. */
const DEFAULT_SIZE_BYTES = 2 ** 30;
const PAGE_BYTES = 4096;
const TRIES = 10;

const run = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** A separate file system, a tmpfs, that tests can fill. */
export class Disk {
  readonly #folder: string;
  readonly #sizeBytes: number;

  private constructor(folder: string, sizeBytes: number) {
    this.#folder = folder;
    this.#sizeBytes = sizeBytes;
  }

  /** Makes a folder and mounts a disk on it; undefined if that is not permitted. */
  static mount(folder: string, sizeBytes = DEFAULT_SIZE_BYTES): Disk | undefined {
    mkdirSync(folder, { recursive: true });
    const options = `size=${sizeBytes},mode=700`;
    return run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder)
      ? new Disk(folder, sizeBytes)
      : undefined;
  }

  /**
   * Removes all free space.
   *
   * @throws {Error} if the system refuses.
   */
  fill(): void {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const { blocks, bfree, bsize } = statfsSync(this.#folder);
      // If a write comes in between, this size is too small, and the next try reads a newer one.
      if (this.#resize(Math.max((blocks - bfree) * bsize, PAGE_BYTES))) return;
    }
    throw new Error(`${this.#folder} cannot be filled.`);
  }

  /** Restores the free space. */
  free(): void {
    this.#resize(this.#sizeBytes);
  }

  unmount(): void {
    run('umount', '-l', this.#folder);
  }

  #resize(bytes: number): boolean {
    return run('mount', '-o', `remount,size=${bytes}`, this.#folder);
  }
}
