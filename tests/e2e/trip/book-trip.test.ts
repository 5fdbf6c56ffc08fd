import { describe, expect, it } from '@jest/globals';
import { assertSagas, checkDefinitions, describeProblem, recordedVersions } from '@counterstep/saga-engine';
import { simulate } from '@counterstep/simulation';
import { bookTrip, definitions } from '../../../examples/trip/src/saga/book-trip.ts';
import { sdls, versionsFile } from '../../../examples/trip/src/schema.ts';

describe('BookTrip', () => {
  it('fits what flights, hotels and cards say of themselves, and is what is recorded of its version', () => {
    expect(() => {
      assertSagas(definitions, sdls, recordedVersions(versionsFile));
    }).not.toThrow();
  });

  it('is refused where it changes without another version', () => {
    const changed = { ...bookTrip, steps: bookTrip.steps.slice(0, -1) };
    const problems = checkDefinitions([changed], sdls, recordedVersions(versionsFile));
    expect(problems.map(describeProblem)).toEqual([expect.stringMatching(/^BookTrip@1: has changed/)]);
  });

  it('keeps every invariant under crashes, lost messages and failing disks', async () => {
    const { failure, ends, runs } = await simulate({ definitions, runs: 60 });
    expect(failure).toBeUndefined();
    expect(runs).toBe(60);
    expect([...ends.keys()]).toEqual(expect.arrayContaining(['COMPLETED', 'COMPENSATED']));
  });
});
