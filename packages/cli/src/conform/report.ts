import type { Report, RuleResult } from './conform.ts';

const words: Readonly<Record<RuleResult['state'], string>> = {
  holds: 'ok    ',
  broken: 'BROKEN',
  'not-checked': '-     ',
};

/** The report as text for people. */
export function readable({ url, rules, notes }: Report): string {
  const lines = rules.flatMap(({ id, title, state, reasons }) => [
    `${words[state]} ${id.padEnd(4)}${title}`,
    ...[...new Set(reasons)].map(
      (reason) => `            ${state === 'broken' ? '' : 'not checked: '}${reason}`,
    ),
  ]);
  const count = (state: RuleResult['state']): number => rules.filter((rule) => rule.state === state).length;
  const [broken, unseen] = [count('broken'), count('not-checked')];
  const end = `${count('holds')} of ${rules.length} rules hold, ${broken} broken, ${unseen} not checked.`;
  return [url, '', ...lines, ...notes.map((note) => `note: ${note}`), '', end, ''].join('\n');
}
