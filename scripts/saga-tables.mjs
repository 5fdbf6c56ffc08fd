// The tables of docs/sagas.md that follow from a saga's definition.

const cells = (row) => `| ${row.join(' | ')} |`;
const table = (head, rows) => [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n');

const kindOf = ({ kind, critical = true, when, forEach, waits }) =>
  [
    kind.toLowerCase(),
    ...(critical ? [] : ['not critical']),
    ...(when ? ['conditional'] : []),
    ...(forEach ? [`once per ${forEach.key}`] : []),
    ...(waits ? [`may wait for ${duration(waits.atMostMs)}`] : []),
  ].join(', ');

/** The steps of a saga and the mutations that they send. */
export function stepTable({ steps, afterCompensation = [] }, fieldOf) {
  const rows = steps.map((step, index) => [
    index + 1,
    step.name,
    step.subgraph,
    fieldOf(step.invoke),
    step.compensate ? fieldOf(step.compensate) : '',
    kindOf(step),
  ]);
  const after = afterCompensation.map(
    (step) => `\nAfter compensation: \`${fieldOf(step.invoke)}\` on ${step.subgraph}, ${kindOf(step)}.`,
  );
  return [table(['#', 'step', 'subgraph', 'invoke', 'compensate', 'kind'], rows), ...after].join('\n');
}

const DAY_MS = 86_400_000;

const duration = (ms) => {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS} days`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${Number((ms / 1000).toFixed(1))} s`;
};

/** How long a policy goes on retrying, in words. */
const patience = ({ attempts, windowMs }) =>
  attempts === undefined ? duration(windowMs) : `${duration(windowMs)} or ${attempts} attempts`;

/** What happens when a step, or its compensation, is refused or gets no answer. */
export function endTable({ steps }, policiesOf) {
  const row = (step, index) => {
    const { retry, persistentRetry } = policiesOf(step);
    const long = duration(persistentRetry.windowMs);
    const undo = (last) =>
      last === 0
        ? 'nothing is to be undone'
        : `undone: ${Array.from({ length: last }, (_, before) => last - before)
            .filter((number) => steps[number - 1].compensate)
            .join(', ')}`;
    switch (step.kind) {
      case 'COMPENSATABLE':
        return [
          step.name,
          // When one instance is refused, other instances of the same step may be done already.
          undo(step.forEach ? index + 1 : index),
          `after ${patience(retry)} ${undo(index + 1)}`,
          `tried for ${long}, then STUCK`,
        ];
      case 'PIVOT':
        return [
          step.name,
          undo(index),
          `asked again for ${long}, then STUCK; nothing is undone by a guess`,
          'there is none',
        ];
      default: {
        const critical = step.critical ?? true;
        return [
          step.name,
          critical ? 'STUCK: it cannot be refused' : 'skipped',
          `tried for ${long}, then ${critical ? 'STUCK' : 'skipped'}`,
          'there is none',
        ];
      }
    }
  };
  return table(['step', 'refused', 'no answer', 'its compensation gets no answer'], steps.map(row));
}

/** The default retry policies. */
export function retryTable({ retry, persistentRetry, probeIntervalMs }) {
  const waits = ({ baseMs, capMs }) => [`up to ${baseMs} ms`, duration(capMs)];
  return table(
    ['', 'first wait', 'grows to', 'for'],
    [
      ['invoke of a compensatable step, pivot until it is unknown', ...waits(retry), patience(retry)],
      [
        'retriable steps, compensations, a pivot of unknown outcome',
        ...waits(persistentRetry),
        `${patience(persistentRetry)}, then STUCK`,
      ],
      ['STUCK', duration(probeIntervalMs), duration(probeIntervalMs), 'for ever'],
    ],
  );
}
