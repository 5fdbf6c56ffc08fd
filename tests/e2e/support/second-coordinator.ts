import { calledServices, type Services } from './services.ts';
import { startProgram, type Program } from './system.ts';

type Environment = Readonly<Record<string, string>>;

/** A second coordinator beside the one of the services, with a gateway of its own. */
export interface SecondCoordinator {
  /** The public endpoint of its gateway, without `/graphql`. */
  readonly url: string;
  /** Kills the coordinator, but not its gateway, with SIGKILL. */
  kill(): Promise<void>;
  /** Ends both. */
  remove(): Promise<void>;
}

const end = async (program: Program): Promise<void> => {
  program.process.kill('SIGKILL');
  await program.ended;
};

/** Starts another coordinator on the same subgraphs; `env` is the environment of the services. */
export async function startSecondCoordinator(
  services: Services,
  env: Environment,
): Promise<SecondCoordinator> {
  const urls = Object.fromEntries(
    calledServices.map((name) => [`${name.toUpperCase()}_URL`, services.urlOf(name)]),
  );
  const start = async (name: string, more: Environment = {}) => {
    const given = { PORT: '0', DATA_DIR: services.dataDir, ...env, ...urls, ...more };
    const program = startProgram(name, given);
    return { program, url: await program.printed(/"url":"(http:[^"]+)","msg":"listening"/) };
  };
  const coordinator = await start('coordinator');
  const gateway = await start('gateway', { COORDINATOR_URL: coordinator.url });
  return {
    url: gateway.url,
    kill: () => end(coordinator.program),
    remove: async () => {
      await Promise.all([end(coordinator.program), end(gateway.program)]);
    },
  };
}
