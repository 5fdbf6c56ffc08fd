import { parseArgs } from 'node:util';
import { applySecrets, type Wanted } from './apply.ts';
import { openClusterSecrets } from './cluster.ts';
import type { PodIdentity } from './config.ts';
import { environmentOf, readKeyDocument, secretOf } from './documents.ts';
import { ensureKeyFolder, readKeyFolder, writeKeyFolder } from './folder.ts';
import { makeKeySet, rotated, rotationSteps, textsOf, WrongKeys, type RotationStep } from './key-set.ts';

export const HELP = `Makes the keys of an installation, and replaces them without a stop.

Usage: counterstep keys [--format env | json | kubernetes] [--name NAME]
       counterstep keys --dir DIR
       counterstep keys rotate STEP [--dir DIR]
       counterstep keys [rotate STEP] --apply [--name NAME] [--mongodb NAME] [--label KEY=VALUE] [--annotation KEY=VALUE]

  --format FORMAT   prints new keys as environment variables (the default), as JSON, or as a Kubernetes Secret
  --name NAME       the name of the Secret, by default counterstep-keys
  --dir DIR         keeps the keys in a folder, a file for each variable; makes them where there are none
  rotate STEP       publish, sign or retire: restart all services after each, before the next. Without --dir it reads
                    a Secret or an object as JSON from standard input, and prints it with the new keys
  --apply           in a pod of Kubernetes: makes the Secret NAME in the pod's namespace, as its ServiceAccount, and never
                    overwrites one. With rotate STEP it takes the Secret there; where it is already, nothing is done
  --mongodb NAME    with --apply: makes a Secret with password and key file for a MongoDB replica set, too; without
                    --name nothing else
  --label, --annotation
                    with --apply: what a Secret that is made is marked with; each may be given more than once
  --help            prints this

Exit code: 0 done, 1 the keys do not allow it, 2 the command line is wrong.
`;

/** The input and outputs of the command. */
export interface Streams {
  /** Reads all of the standard input. */
  readonly input: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const formats = ['env', 'json', 'kubernetes'] as const;
type Format = (typeof formats)[number];

interface Usage {
  readonly help: boolean;
  readonly format: Format;
  readonly name: string;
  readonly dir: string | undefined;
  readonly step: RotationStep | undefined;
  /** The Secrets to apply in the cluster; undefined for none. */
  readonly wanted: Wanted | undefined;
}

const entriesOf = (option: string, texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    texts.map((text) => {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
      if (key === undefined || value === undefined) throw new TypeError(`${option} must be KEY=VALUE.`);
      return [key, value];
    }),
  );

const commandOptions = {
  help: { type: 'boolean', short: 'h', default: false },
  format: { type: 'string', default: 'env' },
  name: { type: 'string' },
  dir: { type: 'string' },
  apply: { type: 'boolean', default: false },
  mongodb: { type: 'string' },
  label: { type: 'string', multiple: true },
  annotation: { type: 'string', multiple: true },
} as const;

const NAME = 'counterstep-keys';

const parsed = (words: readonly string[]) =>
  parseArgs({ args: [...words], options: commandOptions, allowPositionals: true });
type Values = ReturnType<typeof parsed>['values'];

function wantedBy(values: Values, step: RotationStep | undefined): Wanted | undefined {
  const { apply, name, mongodb, label = [], annotation = [], dir } = values;
  if (!apply) {
    if (mongodb !== undefined || label.length + annotation.length > 0)
      throw new TypeError('--mongodb, --label and --annotation need --apply.');
    return undefined;
  }
  if (dir !== undefined) throw new TypeError('Give either --apply or --dir.');
  const keys = name ?? (mongodb === undefined ? NAME : undefined);
  if (keys === undefined && step !== undefined) throw new TypeError('rotate needs --name.');
  const marks = { labels: entriesOf('--label', label), annotations: entriesOf('--annotation', annotation) };
  return { keys, mongodb, step, ...marks };
}

function usageOf(words: readonly string[]): Usage {
  const { values, positionals } = parsed(words);
  const format = formats.find((known) => known === values.format);
  if (format === undefined) throw new TypeError(`--format must be one of ${formats.join(', ')}.`);
  for (const option of ['dir', 'name', 'mongodb'] as const)
    if (values[option] === '') throw new TypeError(`--${option} must not be empty.`);
  const [verb, word, ...more] = positionals;
  const step = rotationSteps.find((known) => known === word);
  const isWrong = verb === undefined ? false : verb !== 'rotate' || step === undefined || more.length > 0;
  if (isWrong) throw new TypeError(`Expected: rotate ${rotationSteps.join(' | ')}.`);
  const { help, name = NAME, dir } = values;
  return { help, format, name, dir, step, wanted: wantedBy(values, step) };
}

async function rotate(step: RotationStep, dir: string | undefined, streams: Streams) {
  if (dir === undefined) {
    const document = readKeyDocument(await streams.input());
    streams.out(document.withKeys(await rotated(document.keys, step)));
    return;
  }
  const keys = await readKeyFolder(dir);
  if (keys === undefined) throw new WrongKeys(`There are no keys in ${dir}.`);
  await writeKeyFolder(dir, await rotated(keys, step));
  streams.error(`Keys in ${dir}: ${step} is done. Restart all services now.\n`);
}

async function make({ format, name, dir }: Usage, { out, error }: Streams): Promise<void> {
  if (dir !== undefined) {
    const done = await ensureKeyFolder(dir);
    error(done === 'made' ? `Made keys in ${dir}.\n` : `Kept the keys in ${dir}.\n`);
    return;
  }
  const keys = await makeKeySet();
  if (format === 'env') out(environmentOf(keys));
  else if (format === 'json') out(`${JSON.stringify(textsOf(keys), undefined, 2)}\n`);
  else out(secretOf(name, keys));
}

/** Runs the command, and resolves to its exit code. */
export async function keysCommand(
  words: readonly string[],
  streams: Streams,
  pod?: PodIdentity,
): Promise<number> {
  let usage: Usage;
  try {
    usage = usageOf(words);
  } catch (error) {
    streams.error(`${(error as Error).message}\nSee counterstep keys --help\n`);
    return 2;
  }
  try {
    if (usage.help) streams.out(HELP);
    else if (usage.wanted !== undefined)
      await applySecrets(await openClusterSecrets(pod), usage.wanted, (line) => {
        streams.error(`${line}\n`);
      });
    else if (usage.step !== undefined) await rotate(usage.step, usage.dir, streams);
    else await make(usage, streams);
    return 0;
  } catch (error) {
    streams.error(`${(error as Error).message}\n`);
    return 1;
  }
}
