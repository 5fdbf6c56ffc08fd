import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '../support/run.ts';

/** A participant that runs as a process of its own. */
export interface Running {
  readonly url: string;
  /** The audience of the tokens that it accepts. */
  readonly audience: string;
  /** A folder whose `keys.json` it trusts. */
  readonly dataDir: string;
  /** Kills it with SIGKILL and starts it again at the same address. */
  readonly restart: () => Promise<void>;
}

/** The part of the `--json` report that tests read. */
export interface Report {
  readonly conforms: boolean;
  readonly rules: readonly {
    readonly id: string;
    readonly state: 'holds' | 'broken' | 'not-checked';
    readonly reasons: readonly string[];
  }[];
}

/** Serves the restarts that the command line asks for by HTTP. */
async function serveRestarts(restart: () => Promise<void>) {
  const server = createServer((_request, response) => {
    restart().then(
      () => response.end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = `fetch("http://127.0.0.1:${port}").then((answer) => process.exit(answer.ok ? 0 : 1))`;
  return {
    command: `'${process.execPath}' -e '${script}'`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Runs `counterstep conform` on a participant that it may kill. */
export async function checked(
  { url, audience, dataDir, restart }: Running,
  values: object,
): Promise<{ readonly end: number | NodeJS.Signals; readonly report: Report; readonly stderr: string }> {
  const file = join(dataDir, `values-${audience}.json`);
  await writeFile(file, JSON.stringify(values));
  const restarts = await serveRestarts(restart);
  try {
    const given = ['--audience', audience, '--key', join(dataDir, 'keys.json'), '--values', file];
    const words = ['conform', url, ...given, '--restart', restarts.command, '--json'];
    const { end, stdout, stderr } = await runProgram('cli', {}, words);
    return { end, stderr, report: JSON.parse(stdout || '{}') as Report };
  } finally {
    await restarts.stop();
  }
}

/** The rules that are not proven to hold, with the reasons. */
export const unproven = ({ rules }: Report): readonly string[] =>
  rules.flatMap(({ id, state, reasons }) =>
    state === 'holds' ? [] : [`${id} ${state}: ${reasons.join('; ')}`],
  );
