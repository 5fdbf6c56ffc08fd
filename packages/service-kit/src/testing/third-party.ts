import type { DocumentStore } from '@counterstep/document-store';

/** What becomes of a call to a third party. */
export type Fate = 'answered' | 'request lost' | 'reply lost';

/**
 * Makes hooks around calls to a third party, which lose a request or a reply where the next fate says so; both wait for
 * `arrive` first.
 */
export function losing(
  fates: readonly Fate[],
  arrive: () => Promise<unknown>,
): { readonly before: () => Promise<void>; readonly after: () => Promise<void> } {
  const upcoming = [...fates];
  const loses = (lost: Fate) => async (): Promise<void> => {
    await arrive();
    if (upcoming.shift() === lost) throw new Error('The connection was lost.');
  };
  return { before: loses('request lost'), after: loses('reply lost') };
}

/** Makes a hook in which the process dies: from then on its database accepts nothing, and its caller hears an error. */
export const processDeath =
  ({ store }: { readonly store: () => Pick<DocumentStore, 'close'> }) =>
  async (): Promise<void> => {
    await store().close();
    throw new Error('The process has died.');
  };
