/** A row of a result: what was measured, and its figures by name; the unit is part of the name. */
export interface Row {
  readonly what: string;
  readonly [figure: string]: string | number;
}

export interface Run {
  /** How long each load lasts, in seconds. */
  readonly seconds: number;
  /** How many orders a scenario that counts orders places. */
  readonly orders: number;
  /** Prints what the scenario is doing. */
  readonly progress: (text: string) => void;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Whether it runs only when it is named on the command line. */
  readonly long?: boolean;
  readonly run: (run: Run) => Promise<readonly Row[]>;
}
