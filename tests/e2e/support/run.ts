import { startProgram } from './system.ts';

/** How a program ended, and what it printed. */
export interface Ended {
  readonly end: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a compiled program to its end. */
export async function runProgram(
  name: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Ended> {
  const { process, ended } = startProgram(name, env, args);
  const [stdout, stderr]: [string[], string[]] = [[], []];
  process.stdout?.on('data', (text: string) => stdout.push(text));
  process.stderr?.on('data', (text: string) => stderr.push(text));
  return { end: await ended, stdout: stdout.join(''), stderr: stderr.join('') };
}
