import { parser } from '@prometheus-io/lezer-promql';

/** The metrics and labels that a PromQL query uses. */
export interface Query {
  /** The metrics that it selects, each with the labels that its matchers name. */
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** The labels by which it groups, or joins. */
  readonly grouping: readonly string[];
}

/** Parses a query. @throws {SyntaxError} when it is not PromQL. */
export function readQuery(text: string): Query {
  const selectors: { metric: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, type, from, to, node }) => {
      const word = text.slice(from, to);
      if (type.isError) throw new SyntaxError(`No PromQL at ${from}: ${text}`);
      if (name === 'Identifier') selectors.push({ metric: word, labels: [] });
      if (name !== 'LabelName') return;
      if (node.parent?.name === 'GroupingLabels') grouping.push(word);
      else selectors.at(-1)?.labels.push(word);
    },
  });
  return { selectors, grouping };
}
