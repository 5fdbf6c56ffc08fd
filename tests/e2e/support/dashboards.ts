import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';

const root = new URL('../../../helm/', import.meta.url);

/** A query, and where it is written. */
export interface Asked {
  readonly where: string;
  readonly query: string;
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const filesOf = async (folder: string, suffix: string): Promise<readonly (readonly [string, string])[]> => {
  const names = (await readdir(new URL(folder, root))).filter((name) => name.endsWith(suffix));
  return Promise.all(
    names.map(async (name) => [name, await readFile(new URL(`${folder}/${name}`, root), 'utf8')] as const),
  );
};

/** The query with Grafana's own variables replaced, as Grafana does. */
const withIntervals = (expr: string): string => expr.replaceAll(/\$__(rate_interval|range)/g, '5m');

/** The queries of all panels, with the labels that legends name as groups. */
export async function queriesOfDashboards(): Promise<
  readonly (Asked & { readonly legend: readonly string[] })[]
> {
  const files = await filesOf('dashboards', '.json');
  return files.flatMap(([file, text]) =>
    (JSON.parse(text) as { panels: readonly Panel[] }).panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr, legendFormat }) => ({
        where: `${file}: ${title}`,
        query: withIntervals(expr),
        legend: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!),
      })),
    ),
  );
}

/** The queries of all alerts. */
export async function queriesOfAlerts(): Promise<readonly Asked[]> {
  const files = await filesOf('rules', '.yaml');
  return files.flatMap(([file, text]) =>
    (parse(text) as Rules).groups.flatMap(({ rules }) =>
      rules.map(({ alert, expr }) => ({ where: `${file}: ${alert}`, query: expr })),
    ),
  );
}
