import { connectionOf } from '@counterstep/service-kit/server';
import { puts, WriteRejected, type DocumentStore, type Draft, type Write } from '@counterstep/document-store';
import type { ParcelReport } from './domain/parcel-report.ts';

/** The store of carriers' reports that no saga has taken up yet. */
export type ParcelReports = ReturnType<typeof createParcelReports>;

export function createParcelReports(store: DocumentStore) {
  const reports = store.collection<ParcelReport>({ name: 'parcel_reports', indexes: [['at']] });
  return {
    /**
     * The oldest reports, at most `first` (1 to 100).
     *
     * @throws {BadUserInput} when `first` is out of range.
     */
    open: async (first: number): Promise<readonly ParcelReport[]> =>
      (await connectionOf(reports, { first }, {}, [['at', 'ascending']])).nodes,

    add: (report: Draft<ParcelReport>): Write => reports.insert(report),

    /** Deletes a report; returns whether there was one. */
    settle: async (id: string): Promise<boolean> => {
      try {
        await store.commit([reports.remove(id, {})]);
        return true;
      } catch (error) {
        if (error instanceof WriteRejected) return false;
        throw error;
      }
    },

    /** The reports from now on. */
    follow: async (): Promise<AsyncIterableIterator<ParcelReport>> => puts(await store.changes(reports)),
  };
}
