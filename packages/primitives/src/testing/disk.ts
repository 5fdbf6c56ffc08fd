import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

/** A limit, not memory that is taken. */
const DEFAULT_SIZE_BYTES = 2 ** 30;
const PAGE_BYTES = 4096;
const TRIES = 10;

const run = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** A file system of its own that can be full: a tmpfs. */
export class Disk {
  readonly #folder: string;
  readonly #sizeBytes: number;

  private constructor(folder: string, sizeBytes: number) {
    this.#folder = folder;
    this.#sizeBytes = sizeBytes;
  }

  /** Mounts a disk on a folder, which is made; undefined where that is not permitted. */
  static mount(folder: string, sizeBytes = DEFAULT_SIZE_BYTES): Disk | undefined {
    mkdirSync(folder, { recursive: true });
    const options = `size=${sizeBytes},mode=700`;
    return run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder)
      ? new Disk(folder, sizeBytes)
      : undefined;
  }

  /**
   * Takes away all space that is left.
   *
   * @throws {Error} when the system refuses to.
   */
  fill(): void {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const { blocks, bfree, bsize } = statfsSync(this.#folder);
      // A write may come between: then it is too small, and the next try knows.
      if (this.#resize(Math.max((blocks - bfree) * bsize, PAGE_BYTES))) return;
    }
    throw new Error(`${this.#folder} cannot be filled.`);
  }

  /** Gives the space back. */
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
