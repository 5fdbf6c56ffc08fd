// Builds Helm from the Go module proxy, because no registry has a build by its makers. Only the tests need it; Go
// checks the sources against its checksum database.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const VERSION = 'v4.3.1';
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'counterstep');
const folder = join(cache, `helm-${VERSION}`);
const binary = join(folder, 'helm');

function build(work) {
  const env = { ...process.env, GOBIN: work, CGO_ENABLED: '0' };
  try {
    execFileSync('go', ['install', '-trimpath', `helm.sh/helm/v4/cmd/helm@${VERSION}`], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    const detail = String(error.stderr ?? error.message).trim();
    console.error(
      `fetch-helm: Helm ${VERSION} cannot be built with Go.\n${detail}\nInstall Helm yourself and set HELM_BINARY.`,
    );
    process.exit(1);
  }
  mkdirSync(folder, { recursive: true });
  renameSync(join(work, 'helm'), binary);
}

if (!existsSync(binary)) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  build(work);
}
console.log(binary);
