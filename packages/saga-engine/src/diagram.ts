import type { OperationDefinition, SagaDefinition, StepDefinition, StepKind } from './core/definition.ts';
import { rootFieldOf } from './core/outcome.ts';
import type { Reference } from './core/template.ts';

/** A node of the chart. */
interface Place {
  readonly id: string;
  readonly shown: string;
}

const shapes: Readonly<Record<StepKind, readonly [open: string, close: string]>> = {
  COMPENSATABLE: ['[', ']'],
  PIVOT: ['{{', '}}'],
  RETRIABLE: ['(', ')'],
};

const escaped = (text: string): string =>
  text.replace(/["#<>&]/g, (character) => `#${character.charCodeAt(0)};`);

const label = (title: string, { subgraph }: StepDefinition, { document }: OperationDefinition): string =>
  `${escaped(title)}<br>${escaped(`${subgraph}.${rootFieldOf(document)?.name.value ?? ''}`)}`;

/** The name of what a reference stands for, such as `reserveInventory.parcels` or `input.lines`. */
const nameOf = ({ $ref: [origin, ...path] }: Reference): string =>
  (origin === 'steps' ? path : [origin, ...path]).join('.');

/** A step's condition, its items, and whether it may wait; empty for a step that is simply done once. */
const conditionsOf = ({ when, forEach, waits }: StepDefinition): string =>
  [
    ...(when ? [`where ${nameOf(when.value)} is ${JSON.stringify(when.equals)}`] : []),
    ...(forEach ? [`for each of ${nameOf(forEach.items)}`] : []),
    ...(waits ? ['may wait'] : []),
  ]
    .map((condition) => `<br>${escaped(condition)}`)
    .join('');

const placeOf = (id: string, step: StepDefinition): Place => {
  const [open, close] = shapes[step.kind];
  const dashed = step.critical === false ? ':::optional' : '';
  return {
    id,
    shown: `${open}"${label(step.name, step, step.invoke)}${conditionsOf(step)}"${close}${dashed}`,
  };
};

const undoOf = (id: string, step: StepDefinition): Place | undefined =>
  step.compensate && { id, shown: `["${label(`undo ${step.name}`, step, step.compensate)}"]` };

const terminal = (id: string, text: string): Place => ({ id, shown: `(["${escaped(text)}"])` });

const chain = (places: readonly Place[]): string => places.map(({ id }) => id).join(' --> ');

/**
 * The arrows by which the saga turns back; `undo` has a place for each step that can be undone, and `afterUndo` follows
 * them.
 */
const turns = (
  steps: readonly StepDefinition[],
  undo: readonly (Place | undefined)[],
  afterUndo: Place,
): readonly string[] =>
  steps.flatMap(({ kind, forEach }, index) => {
    if (kind === 'RETRIABLE') return [];
    const id = `s${index + 1}`;
    const before = undo.slice(0, index).findLast((place) => place !== undefined) ?? afterUndo;
    const own = undo[index];
    // When one instance is refused, other instances of the same step may be done already.
    const refused = `${id} -. refused .-> ${(forEach && own ? own : before).id}`;
    return own === undefined ? [refused] : [refused, `${id} -. no answer .-> ${own.id}`];
  });

/**
 * A definition as a Mermaid flowchart: its steps, what undoes them, and where it turns back. Pivots are hexagons,
 * retriable steps are round, and uncritical steps are dashed. Each step shows its condition, its items, and whether it
 * may wait.
 */
export const diagramOf = ({ name, version, steps, afterCompensation = [] }: SagaDefinition): string => {
  const done = steps.map((step, index) => placeOf(`s${index + 1}`, step));
  const undo = steps.map((step, index) => undoOf(`u${index + 1}`, step));
  const after = afterCompensation.map((step, index) => placeOf(`a${index + 1}`, step));
  const undone = terminal('undone', 'COMPENSATED');
  const turned = turns(steps, undo, after[0] ?? undone);
  const forward = [terminal('start', `${name} ${version}`), ...done, terminal('done', 'COMPLETED')];
  const undoing = undo.filter((place) => place !== undefined).reverse();
  const backward = turned.length === 0 ? [] : [...undoing, ...after, undone];
  const places = [...forward, ...backward];
  const lines = [
    ...places.map(({ id, shown }) => `${id}${shown}`),
    chain(forward),
    ...(backward.length > 1 ? [chain(backward)] : []),
    ...turned,
    ...(places.some(({ shown }) => shown.endsWith(':::optional'))
      ? ['classDef optional stroke-dasharray: 4 4']
      : []),
  ];
  return ['flowchart TD', ...lines.map((line) => `  ${line}`)].join('\n');
};
