/** The part of an event that the demo draws. */
export interface DrawnEvent {
  readonly type: string;
  readonly step: string | null;
  /** The item's key, for a step that runs once per item. */
  readonly item: string | null;
  readonly attempt: number | null;
  readonly message: string | null;
}

export interface DrawnStep {
  readonly name: string;
  readonly item: string | null;
  readonly subgraph: string;
  readonly status: string;
  /** What the step waits for. */
  readonly wait: { readonly for: string } | null;
}

/** What was done and undone for one step. */
interface Row {
  readonly forward: string;
  readonly backward: string;
  readonly note: string;
}

const empty: Row = { forward: '', backward: '', note: '' };

const green = (text: string): string => `\u001b[32m${text}\u001b[39m`;
const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const yellow = (text: string): string => `\u001b[33m${text}\u001b[39m`;
const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`;
const plain = (text: string): string => text;

type Paint = (text: string) => string;

const colors: Readonly<Record<string, Paint>> = {
  done: green,
  waiting: yellow,
  undone: yellow,
  refused: red,
  unknown: red,
  stuck: red,
};

/** How each kind of event changes the row of its step. */
const drawings: Readonly<Record<string, (row: Row, event: DrawnEvent) => Row>> = {
  STEP_STARTED: (row) => ({ ...row, forward: 'started' }),
  STEP_WAITING: (row) => ({ ...row, forward: 'waiting' }),
  STEP_WOKEN: (row) => ({ ...row, forward: 'started' }),
  STEP_SUCCEEDED: (row, { attempt }) => ({
    ...row,
    forward: 'done',
    note: attempt !== null && attempt > 1 ? `${attempt} attempts` : row.note,
  }),
  STEP_REJECTED: (row, { message }) => ({ ...row, forward: 'refused', note: message ?? '' }),
  STEP_RETRYING: (row, { attempt, message }) => ({
    ...row,
    note: `attempt ${attempt ?? 1} failed: ${message ?? ''}`,
  }),
  STEP_UNKNOWN: (row, { message }) => ({ ...row, forward: 'unknown', note: message ?? '' }),
  STEP_FAILED_UNCRITICAL: (row, { message }) => ({ ...row, forward: 'given up', note: message ?? '' }),
  STEP_COMPENSATING: (row) => ({ ...row, backward: 'undoing' }),
  STEP_COMPENSATED: (row) => ({ ...row, backward: 'undone' }),
  STEP_STUCK: (row, { message }) => ({ ...row, backward: 'stuck', note: message ?? '' }),
};

/**
 * Draws the saga as lines of text: one row per step and item, with what was done on the left and what was undone on the
 * right.
 */
export function draw(
  steps: readonly DrawnStep[],
  events: readonly DrawnEvent[],
  color: boolean,
): readonly string[] {
  const rows = new Map<string, Row>();
  for (const event of events) {
    const drawing = drawings[event.type];
    if (event.step === null || !drawing) continue;
    const label = labelOf(event.step, event.item);
    rows.set(label, drawing(rows.get(label) ?? empty, event));
  }
  const lines = steps.map((step) => {
    const label = labelOf(step.name, step.item);
    return line(step.subgraph, label, tell(step, rows.get(label) ?? empty), color);
  });
  const end = endings[events.at(-1)?.type ?? ''];
  return end === undefined ? lines : [...lines, `    ${color ? end.paint(end.text) : end.text}`];
}

const labelOf = (step: string, item: string | null): string => (item === null ? step : `${step} ${item}`);

/** Adds what events do not tell: that a step was skipped, and what it waits for. */
const tell = ({ status, wait }: DrawnStep, row: Row): Row => {
  if (status === 'SKIPPED') return { ...row, forward: 'skipped' };
  return wait === null ? row : { ...row, note: `for the ${wait.for.toLowerCase()}` };
};

function line(subgraph: string, label: string, { forward, backward, note }: Row, color: boolean): string {
  const paint = (text: string, width: number): string =>
    (color ? (colors[text] ?? plain) : plain)(text.padEnd(width));
  const there = forward === '' ? ''.padEnd(12) : `─▶ ${paint(forward, 9)}`;
  const back = backward === '' ? ''.padEnd(11) : `◀─ ${paint(backward, 8)}`;
  const service = subgraph.padEnd(14);
  return `    ${label.padEnd(22)}${color ? dim(service) : service}${there} ${back} ${color ? dim(note) : note}`.trimEnd();
}

const endings: Readonly<Record<string, { readonly text: string; readonly paint: Paint }>> = {
  SAGA_COMPLETED: { text: '✔ completely done', paint: green },
  SAGA_COMPENSATED: { text: '↩ completely undone', paint: yellow },
};

/** Draws each picture over the last one on a terminal, and prints only the final one elsewhere. */
export function createScreen(out: NodeJS.WriteStream): {
  show(lines: readonly string[]): void;
  keep(): void;
} {
  let shown: readonly string[] = [];
  return {
    show: (lines) => {
      if (out.isTTY) {
        const up = shown.length > 0 ? `\u001b[${shown.length}A\u001b[J` : '';
        out.write(`${up}${lines.join('\n')}\n`);
      }
      shown = lines;
    },
    keep: () => {
      if (!out.isTTY) out.write(`${shown.join('\n')}\n`);
      shown = [];
    },
  };
}
