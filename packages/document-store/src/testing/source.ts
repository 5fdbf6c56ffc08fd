/** A MongoDB for tests. */
export interface TestMongo {
  readonly uri: string;
  stop(): Promise<void>;
}

/** A way for tests to start something, or why there is none. */
export type Source<Started> =
  | { readonly start: () => Promise<Started>; readonly missing?: never }
  | { readonly missing: string; readonly start?: never };
