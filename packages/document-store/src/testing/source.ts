/** A MongoDB for tests. */
export interface TestMongo {
  readonly uri: string;
  stop(): Promise<void>;
}

/** How tests get something here, or why they cannot. */
export type Source<Started> =
  | { readonly start: () => Promise<Started>; readonly missing?: never }
  | { readonly missing: string; readonly start?: never };
