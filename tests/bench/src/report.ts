import type { Row } from './scenario.ts';

const shown = (figure: string | number | undefined): string => {
  if (typeof figure !== 'number') return figure ?? '';
  return Number.isInteger(figure) ? String(figure) : figure.toFixed(figure < 10 ? 2 : 1);
};

const title = (figure: string): string =>
  figure
    .replace(/Ms$/, ' ms')
    .replace(/Bytes$/, ' bytes')
    .replace('perSecond', 'per s');

/** Rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [figures.map(title), ...rows.map((row) => figures.map((figure) => shown(row[figure])))];
  const widths = figures.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lineOf = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = [], ...body] = cells.map(lineOf);
  return [head, rule, ...body].join('\n');
}
