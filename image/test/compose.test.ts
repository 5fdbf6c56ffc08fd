import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { subgraphNames } from '@counterstep/schema';
import { parse } from 'yaml';

interface Service {
  readonly command?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly mem_limit?: string;
  readonly profiles?: readonly string[];
  readonly build?: unknown;
  readonly env_file?: unknown;
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const foldersIn = (name: string): readonly string[] => readdirSync(new URL(`../../${name}`, import.meta.url));
const text = read('docker-compose.yml');
const { services } = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Service>> };
const own = Object.entries(services).filter(([, { build }]) => build !== undefined);
const running = own.filter(([name]) => name !== 'keys');
const configuration = read('docs/configuration.md');

describe('docker-compose.yml', () => {
  it('runs each service in a container of its own, as the program of its name', () => {
    expect(Object.fromEntries(running.map(([name, { command }]) => [name, command]))).toEqual(
      Object.fromEntries([...subgraphNames, 'gateway'].map((name) => [name, [name]])),
    );
  });

  it.each(own)(
    'lets %s write nowhere, do nothing special, and take no more memory than it should',
    (_name, service) => {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        mem_limit: expect.anything() as unknown,
      });
    },
  );

  it('has one way in: the gateway; what shows things is for this host only', () => {
    const open = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port] as const),
    );
    expect(open.filter(([, port]) => !port.startsWith('127.0.0.1:'))).toEqual([
      ['gateway', '${PORT:-4000}:4000'],
    ]);
  });

  it.each(running)('gives %s only variables that there are', (_name, { environment = {} }) => {
    const known = (name: string): boolean => configuration.includes(`\`${name.replace(/_FILE$/, '')}\``);
    expect(
      Object.keys(environment).filter(
        (name) =>
          !known(name) && !known(`${name}_FILE`) && !name.startsWith('OTEL_') && name !== 'COORDINATOR_URL',
      ),
    ).toEqual([]);
  });

  it('finds every service by its name, where it listens by default', () => {
    const [, coordinator] = running.find(([name]) => name === 'coordinator')!;
    const urls = Object.entries(coordinator.environment!).filter(([name]) => name.endsWith('_URL'));
    expect(urls).toHaveLength(subgraphNames.length - 1);
    for (const [variable, url] of urls) {
      const { hostname, port } = new URL(url);
      expect(variable).toBe(`${hostname.toUpperCase()}_URL`);
      expect(configuration).toMatch(new RegExp(`\\| \`${variable}\` +\\| \`http://127.0.0.1:${port}\``));
    }
  });

  it('reads the variables that .env.example has, and no others, and does without each of them', () => {
    const variables = [...text.matchAll(/\$\{([A-Z_]+)(:-[^}]*)?\}/g)];
    expect(variables.filter(([, , fallback]) => fallback === undefined)).toEqual([]);
    const explained = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!);
    const used = new Set(['COMPOSE_PROFILES', ...variables.map(([, name]) => name!)]);
    expect([...explained].sort()).toEqual([...used].sort());
  });

  it.each(running)('lets %s be told every other variable in one file', (_name, service) => {
    expect(service.env_file).toEqual([{ path: 'services.env', required: false }]);
  });

  it('passes on what the production checklist asks for', () => {
    const [, checklist = ''] =
      /## Production checklist\n([\s\S]*?)\n## /.exec(read('docs/deployment.md')) ?? [];
    const asked = ['TRUST_PROXY', 'CORS_ORIGIN', 'SMTP_URL', 'MAIL_FROM', 'REQUIRE_VERIFIED_EMAIL'];
    const passed = new Set(running.flatMap(([, { environment = {} }]) => Object.keys(environment)));
    for (const name of asked) {
      expect(checklist).toContain(name);
      expect(passed).toContain(name);
    }
  });
});

describe('Dockerfile', () => {
  it('installs for every workspace', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { readonly workspaces: readonly string[] };
    const copied = [...read('Dockerfile').matchAll(/^COPY (\S+)\/package\.json \1\/$/gm)].map(
      ([, folder]) => folder,
    );
    const named = workspaces.flatMap((workspace) => {
      const folder = /^(.+)\/\*$/.exec(workspace)?.[1];
      return folder === undefined ? [workspace] : foldersIn(folder).map((name) => `${folder}/${name}`);
    });
    expect([...copied].sort()).toEqual([...named].sort());
  });
});
