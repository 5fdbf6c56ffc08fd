// Checks the alert rules, their tests and the configuration of Prometheus with promtool, which it downloads from
// Debian's packages where they can be reached.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'counterstep');
const cached = join(cache, 'promtool', 'promtool');

const runs = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Extracts promtool from Debian's Prometheus package, without installing that. */
function fetchPromtool() {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
  try {
    mkdirSync(dirname(cached), { recursive: true });
    execFileSync('apt-get', ['download', 'prometheus'], options);
    const [archive] = readdirSync(folder);
    execFileSync('dpkg-deb', ['-x', archive, 'package'], options);
    // The cache may be on another file system: copy first, so that the file is complete when it gets its final name.
    copyFileSync(join(folder, 'package/usr/bin/promtool'), `${cached}.new`);
    renameSync(`${cached}.new`, cached);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return cached;
}

function findPromtool() {
  const given = process.env.PROMTOOL;
  if (given) return given;
  return ['promtool', cached].find(runs) ?? fetchPromtool();
}

let promtool;
try {
  promtool = findPromtool();
} catch (error) {
  console.log(`SKIPPED: alert rules are not tested, there is no promtool: ${error.message.split('\n')[0]}`);
  console.log('Set PROMTOOL, or install Prometheus.');
  process.exit(0);
}

const filesOf = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
const run = (...words) => {
  const { status, error } = spawnSync(promtool, words, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
};

run('check', 'rules', ...filesOf('helm/rules'));
run('test', 'rules', ...filesOf('helm/rules/tests'));
if (existsSync(join(root, 'observability/prometheus.yaml')))
  run('check', 'config', '--syntax-only', 'observability/prometheus.yaml');
