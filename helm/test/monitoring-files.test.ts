import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');
const filesOf = async (folder: string, suffix: string): Promise<readonly string[]> => {
  const names = (await readdir(new URL(folder, root))).filter((name) => name.endsWith(suffix));
  return Promise.all(names.map((name) => read(`${folder}/${name}`)));
};

interface Alert {
  readonly alert: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
}

interface Tests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly unknown[];
    }[];
  }[];
}

const alerts = async (): Promise<readonly Alert[]> =>
  (await filesOf('helm/rules', '.yaml')).flatMap((text) =>
    (parse(text) as { groups: readonly { rules: readonly Alert[] }[] }).groups.flatMap(({ rules }) => rules),
  );

/** The anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('the alert rules', () => {
  it('have names of their own, a severity and a sentence', async () => {
    const all = await alerts();
    expect(new Set(all.map(({ alert }) => alert)).size).toBe(all.length);
    for (const { labels, annotations } of all) {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).not.toBe('');
      expect(annotations.description).toMatch(/\.$/);
    }
  });

  it('link sections of the operations guide that exist', async () => {
    const guide = await read('docs/operations.md');
    const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(
      ([, heading]) => `docs/operations.md#${anchorOf(heading!)}`,
    );
    const links = (await alerts()).map(({ annotations }) => annotations.runbook_url);
    expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  });

  it('are each seen firing by a test of promtool', async () => {
    const texts = await filesOf('helm/rules/tests', '.yaml');
    const fired = texts
      .flatMap((text) => (parse(text) as Tests).tests)
      .flatMap(({ alert_rule_test: cases }) => cases)
      .filter(({ exp_alerts: expected }) => expected.length > 0)
      .map(({ alertname }) => alertname);
    const names = (await alerts()).map(({ alert }) => alert);
    expect(names.filter((name) => !fired.includes(name))).toEqual([]);
  });
});

describe('the dashboards', () => {
  it('have stable ids, and take their data source from a variable', async () => {
    const texts = await filesOf('helm/dashboards', '.json');
    const dashboards = texts.map((text) => JSON.parse(text) as Record<string, unknown>);
    const uids = ['business', 'overview', 'runtime', 'sagas'].map((name) => `counterstep-${name}`);
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual(uids);
    for (const { templating, panels } of dashboards as unknown as readonly {
      templating: { list: readonly object[] };
      panels: readonly {
        id: number;
        type: string;
        datasource?: unknown;
        targets?: readonly { datasource: unknown }[];
      }[];
    }[]) {
      expect(templating.list).toContainEqual(
        expect.objectContaining({ name: 'datasource', type: 'datasource' }),
      );
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const sources = panels
        .filter(({ type }) => type !== 'row')
        .flatMap(({ datasource, targets = [] }) => [
          datasource,
          ...targets.map((target) => target.datasource),
        ]);
      for (const source of sources) expect(source).toEqual({ type: 'prometheus', uid: '${datasource}' });
    }
  });
});

describe('the configuration of the compose profile', () => {
  it('scrapes every service, at its port for metrics', async () => {
    const { scrape_configs: jobs } = parse(await read('observability/prometheus.yaml')) as {
      scrape_configs: readonly { dns_sd_configs?: readonly { names: readonly string[]; port: number }[] }[];
    };
    const compose = await read('docker-compose.yml');
    const { services } = parse(compose, { merge: true }) as {
      services: Readonly<Record<string, { environment?: { METRICS_PORT?: string } }>>;
    };
    // `keys` makes them and ends.
    const told = Object.entries(services).filter(
      ([name, { environment }]) => name !== 'keys' && environment?.METRICS_PORT !== undefined,
    );
    const [found] = jobs.flatMap(({ dns_sd_configs: dns = [] }) => dns);
    expect([...(found?.names ?? [])].sort()).toEqual(told.map(([name]) => name).sort());
    for (const [, { environment }] of told) expect(Number(environment?.METRICS_PORT)).toBe(found?.port);
  });

  it('is all that compose mounts', async () => {
    const compose = await read('docker-compose.yml');
    const mounted = [...compose.matchAll(/\.\/((?:observability|helm)\/[\w./-]+):/g)].map(
      ([, path]) => path!,
    );
    expect(mounted).toHaveLength(6);
    for (const path of mounted) {
      const folder = path.split('/').slice(0, -1).join('/');
      expect(await readdir(new URL(folder, root))).toContain(path.split('/').at(-1));
    }
  });
});
