/** A line of a result: what was measured, and figures by their name; the unit is in the name. */
export interface Row {
  readonly what: string;
  readonly [figure: string]: string | number;
}

export interface Run {
  /** How long each load lasts. */
  readonly seconds: number;
  /** How many orders a run of a number of orders places. */
  readonly orders: number;
  /** Says what is going on. */
  readonly progress: (text: string) => void;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Whether it runs only when it is asked for by name. */
  readonly long?: boolean;
  readonly run: (run: Run) => Promise<readonly Row[]>;
}
