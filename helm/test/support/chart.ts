import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

/** The folder of the chart. */
export const chart = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file of the chart. */
export const readChartFile = (name: string): string => readFileSync(join(chart, name), 'utf8');

/** What a values file of the chart says. */
export const readValues = (name: string): unknown => parse(readChartFile(name));

/** One rendered object of Kubernetes. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [part: string]: unknown;
}

/** The manifests of a rendering. */
export class Rendering {
  readonly manifests: readonly Manifest[];

  constructor(manifests: readonly Manifest[]) {
    this.manifests = manifests;
  }

  ofKind(kind: string): readonly Manifest[] {
    return this.manifests.filter((manifest) => manifest.kind === kind);
  }

  names(kind: string): readonly string[] {
    return this.ofKind(kind).map(({ metadata }) => metadata.name);
  }

  /** @throws {Error} when there is none. */
  get(kind: string, name: string): Manifest {
    const found = this.ofKind(kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined)
      throw new Error(`There is no ${kind} ${name}, but ${this.names(kind).join(', ')}.`);
    return found;
  }
}

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'counterstep');
/** The one that is named, that of the PATH, that of `scripts/fetch-helm`, those that the deploy kit has built. */
const candidates = [
  process.env['HELM_BINARY'],
  'helm',
  ...(existsSync(cache) ? readdirSync(cache) : [])
    .filter((name) => name.startsWith('helm-'))
    .map((name) => join(cache, name, 'helm')),
  join(cache, 'bin/helm3'),
].flatMap((name) => (name ? [name] : []));

const answers = (name: string): boolean => {
  try {
    execFileSync(name, ['version', '--short'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const helm = candidates.find(answers);
const isRequired = process.env['REQUIRE_HELM'] === 'true';

/** Where no program `helm` is found, the tests are reported as skipped, with the reason; with REQUIRE_HELM they fail. */
export function describeWithHelm(name: string, body: () => void): void {
  if (helm !== undefined || isRequired) describe(name, body);
  else
    describe(`${name} (skipped: no helm on the PATH or in HELM_BINARY; scripts/fetch-helm gets one)`, () => {
      test.skip('needs helm', () => undefined);
    });
}

/** `--set` arguments, `-f` and file names, and so on. */
export type HelmArguments = readonly string[];

function run(args: HelmArguments): string {
  if (helm === undefined) throw new Error('No helm was found.');
  return execFileSync(helm, args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 });
}

/**
 * What `helm template` makes of the chart, of the release `shop` in the namespace `orders`.
 *
 * @throws {Error} when Helm refuses; the message is what it says.
 */
export function render(...args: HelmArguments): Rendering {
  const key = args.join(' ');
  const known = rendered.get(key) ?? renderFolder(chart, args);
  rendered.set(key, known);
  return known;
}

const rendered = new Map<string, Rendering>();

function renderFolder(folder: string, args: HelmArguments): Rendering {
  const text = run(['template', 'shop', folder, '--namespace', 'orders', ...args]);
  // Helm reads YAML 1.1, where 0440 is a number of base 8.
  const documents = parseAllDocuments(text, { version: '1.1', uniqueKeys: true });
  const manifests = documents.flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.join('\n'));
    return (document.toJS() as Manifest | null) ?? [];
  });
  return new Rendering(manifests);
}

/** What Helm says to values that it refuses. */
export function refusal(...args: HelmArguments): string {
  try {
    render(...args);
  } catch (error) {
    return (error as { stderr?: string }).stderr ?? String(error);
  }
  return 'nothing: it has rendered the chart';
}

/** What Helm makes of a copy of the chart that was changed. */
export function renderCopy(change: (folder: string) => void, ...args: HelmArguments): Rendering {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    cpSync(chart, folder, { recursive: true });
    change(folder);
    return renderFolder(folder, args);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `helm install` prints; it would ask a cluster for its version before. */
export function notes(...args: HelmArguments): string {
  const shown =
    '{ kind: Notes, metadata: { name: notes }, text: {{ include "counterstep.notes" . | quote }} }';
  const change = (folder: string) => {
    writeFileSync(join(folder, 'templates/notes.yaml'), shown);
  };
  return renderCopy(change, ...args).get('Notes', 'notes')['text'] as string;
}

/** What Helm makes of the chart around this one that is for OpenShift. */
export function renderUmbrella(...args: HelmArguments): Rendering {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    cpSync(chart, folder, { recursive: true });
    const umbrella = join(folder, 'examples/openshift');
    run(['dependency', 'build', '--skip-refresh', umbrella]);
    return renderFolder(umbrella, args);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `helm lint --strict` says; it throws when there is something wrong. */
export const lint = (...args: HelmArguments): string => run(['lint', '--strict', chart, ...args]);
