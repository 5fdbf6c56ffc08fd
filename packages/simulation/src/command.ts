import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SagaDefinition } from '@counterstep/saga-engine';
import { definitions as ownDefinitions } from '@counterstep/coordinator/sagas';
import { readArguments, usage, WrongUsage, type Request } from './arguments.ts';
import { createProgress, summaryOf } from './progress.ts';
import { describeFailure, describeShopFailure } from './report.ts';
import { runSchedule } from './schedule.ts';
import { runShopSchedule } from './shop/shop-schedule.ts';
import { simulateShop } from './shop/simulate-shop.ts';
import { simulate } from './simulate.ts';

/** The outputs of the command. */
export interface Output {
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

const exportedDefinitions = async (file: string): Promise<readonly SagaDefinition[]> => {
  const module = (await import(pathToFileURL(resolve(file)).href)) as { readonly definitions?: unknown };
  const { definitions } = module;
  if (Array.isArray(definitions) && definitions.length > 0) return definitions as readonly SagaDefinition[];
  throw new WrongUsage(`${file} exports no list of definitions under the name \`definitions\`.`);
};

const chosenDefinitions = async ({
  definitions: file,
  saga,
}: Request): Promise<readonly SagaDefinition[]> => {
  const all = file === undefined ? ownDefinitions : await exportedDefinitions(file);
  const chosen = all.filter(
    ({ name, version }) => saga === undefined || [name, `${name}@${version}`].includes(saga),
  );
  if (chosen.length > 0) return chosen;
  const names = [...new Set(all.map(({ name }) => name))].join(', ');
  throw new WrongUsage(`There is no saga ${saga ?? ''}; there are: ${names}.`);
};

const traceAll = async (
  definitions: readonly SagaDefinition[],
  seed: number,
  { out }: Output,
): Promise<void> => {
  for (const definition of definitions) {
    const { trace } = await runSchedule({ definition, seed, traced: true });
    out(
      [
        `${definition.name}@${definition.version}, seed ${seed}`,
        ...trace.map((line) => `  ${line}`),
        '',
      ].join('\n'),
    );
  }
};

const run = async (request: Request, output: Output): Promise<number> => {
  const definitions = await chosenDefinitions(request);
  const { seed = 1, trace } = request;
  const runs = request.runs ?? (request.seed === undefined ? 10_000 : definitions.length);
  if (trace) await traceAll(definitions, seed, output);
  const onProgress = createProgress(runs, () => performance.now(), output.progress);
  const { failure, ...tally } = await simulate({ definitions, runs, seed, onProgress });
  output.out(summaryOf(tally));
  output.out(failure === undefined ? 'Every invariant held.' : `\n${describeFailure(failure)}`);
  return failure === undefined ? 0 : 1;
};

const runShop = async (request: Request, output: Output): Promise<number> => {
  const { seed = 1, trace } = request;
  const runs = request.runs ?? (request.seed === undefined ? 10_000 : 1);
  if (trace) output.out((await runShopSchedule({ seed, traced: true })).trace.join('\n'));
  const onProgress = createProgress(runs, () => performance.now(), output.progress);
  const { failure, ...tally } = await simulateShop({ runs, seed, onProgress });
  output.out(summaryOf(tally));
  output.out(failure === undefined ? 'Every invariant held.' : `\n${describeShopFailure(failure)}`);
  return failure === undefined ? 0 : 1;
};

/**
 * Runs the command; resolves to its exit code: 0 if all invariants held, 1 if one was violated, 2 if nothing was run.
 */
export const simulateCommand = async (words: readonly string[], output: Output): Promise<number> => {
  try {
    const request = readArguments(words);
    if (!request.help) return await (request.shop ? runShop(request, output) : run(request, output));
    output.out(usage);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    output.progress(error instanceof WrongUsage ? `${reason}\nSee npm run simulate -- --help.` : reason);
    return 2;
  }
};
