import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../../../dist/cli-keys.js', import.meta.url));

/** Generates keys for an installation in production; returns the variables of each service by its name. */
export async function productionKeys(): Promise<(service: string) => Readonly<Record<string, string>>> {
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  const sections = stdout.split('\n\n').map((section) => {
    const variables = [...section.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name, value]) => [name!, value!]);
    return [/# (\w+)/.exec(section)?.[1], Object.fromEntries(variables) as Record<string, string>] as const;
  });
  return (service) =>
    Object.assign(
      {},
      ...sections
        .filter(([of]) => of === service || of === 'every' || (of === 'customers' && service === 'gateway'))
        .map(([, variables]) => variables),
    ) as Record<string, string>;
}
