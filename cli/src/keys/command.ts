import { parseArgs } from 'node:util';
import { environmentOf, readKeyDocument, secretOf } from './documents.ts';
import { ensureKeyFolder, readKeyFolder, writeKeyFolder } from './folder.ts';
import { makeKeySet, rotated, rotationSteps, textsOf, WrongKeys } from './key-set.ts';

export const HELP = `Makes the keys of an installation, and replaces them without a stop.

Usage: counterstep keys [--format env | json | kubernetes] [--name NAME]
       counterstep keys --dir DIR
       counterstep keys rotate STEP [--dir DIR]

  --format FORMAT   prints new keys as environment variables (the default), as JSON, or as a Kubernetes Secret
  --name NAME       the name of the Secret, by default counterstep-keys
  --dir DIR         keeps the keys in a folder, a file for each variable; makes them where there are none
  rotate STEP       publish, sign or retire: restart all services after each, before the next. Without --dir it reads
                    a Secret or an object as JSON from standard input, and prints it with the new keys
  --help            prints this

Exit code: 0 done, 1 the keys do not allow it, 2 the command line is wrong.
`;

/** Where the command reads from and writes to. */
export interface Streams {
  /** All of the standard input. */
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
  readonly step: (typeof rotationSteps)[number] | undefined;
}

function usageOf(words: readonly string[]): Usage {
  const options = {
    help: { type: 'boolean', short: 'h', default: false },
    format: { type: 'string', default: 'env' },
    name: { type: 'string', default: 'counterstep-keys' },
    dir: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const format = formats.find((known) => known === values.format);
  if (format === undefined) throw new TypeError(`--format must be one of ${formats.join(', ')}.`);
  if (values.dir === '') throw new TypeError('--dir must name a folder.');
  const [verb, word, ...more] = positionals;
  const step = rotationSteps.find((known) => known === word);
  const isWrong = verb === undefined ? false : verb !== 'rotate' || step === undefined || more.length > 0;
  if (isWrong) throw new TypeError(`Expected: rotate ${rotationSteps.join(' | ')}.`);
  return { help: values.help, format, name: values.name, dir: values.dir, step };
}

async function rotate(step: (typeof rotationSteps)[number], dir: string | undefined, streams: Streams) {
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

/** Does what the command line asks for, and answers with the exit code. */
export async function keysCommand(words: readonly string[], streams: Streams): Promise<number> {
  let usage: Usage;
  try {
    usage = usageOf(words);
  } catch (error) {
    streams.error(`${(error as Error).message}\nSee counterstep keys --help\n`);
    return 2;
  }
  try {
    if (usage.help) streams.out(HELP);
    else if (usage.step !== undefined) await rotate(usage.step, usage.dir, streams);
    else await make(usage, streams);
    return 0;
  } catch (error) {
    streams.error(`${(error as Error).message}\n`);
    return 1;
  }
}
