import { describe, expect, it } from '@jest/globals';
import { createSagaStore, definitionHash, InvalidSagaInput, Plans, recordVersions } from '../src/index.ts';
import { hashWithoutInput } from '../src/definition-hash.ts';
import { createRunner } from '../src/runner.ts';
import { MemoryDatabase, openMemoryStore } from '@counterstep/document-store/memory';
import { trip, tripConfig } from '../src/testing/trip.ts';

const sdl = `
  type Query { nothing: Int }
  input TripInput { traveller: String! nights: Int! card: CardInput }
  input CardInput { token: String! }
`;
const definition = { ...trip, afterCompensation: [] };
const request = {
  definitionName: 'Trip',
  ...{ requestHash: 'hash', correlationId: 'test' },
};

const runnerOf = (sdls: Readonly<Record<string, string>>) => {
  const store = createSagaStore(openMemoryStore(new MemoryDatabase()));
  const plans = new Plans([definition], tripConfig, sdls, { inputSubgraph: 'travels' });
  const transport = { send: () => new Promise<never>(() => undefined) };
  return {
    store,
    runner: createRunner({ store, plans, config: tripConfig, transport }),
  };
};

describe('what a saga starts from', () => {
  it('is refused with the names of the fields that do not fit, without their values, and nothing begins', async () => {
    const { store, runner } = runnerOf({ travels: sdl });
    const input = { traveller: 7, card: { token: 'secret', number: 'secret' }, nights: 'secret' };
    const refused = await runner
      .startSaga({ ...request, sagaId: 'one', input })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidSagaInput);
    expect((refused as InvalidSagaInput).code).toBe('BAD_USER_INPUT');
    const { problems } = refused as InvalidSagaInput;
    for (const field of ['input.traveller', 'input.nights', '"number"'])
      expect(problems.some((problem) => problem.includes(field))).toBe(true);
    expect(problems.join()).not.toContain('secret');
    expect(await store.get('one')).toBeUndefined();
    await runner.stop();
  });

  it('is taken where it fits, and where nothing is known of its type', async () => {
    for (const sdls of [{ travels: sdl }, {}]) {
      const { store, runner } = runnerOf(sdls);
      const input = { traveller: 'Ada', nights: 2, card: null };
      expect((await runner.startSaga({ ...request, sagaId: 'one', input })).outcome).toBe('STARTED');
      expect(await store.get('one')).toMatchObject({ input: { traveller: 'Ada', nights: 2 } });
      await runner.stop();
    }
  });
});

describe('the hash of a definition', () => {
  const other = { ...definition, inputType: 'OtherInput' };

  it('differs with the input type', () => {
    expect(definitionHash(other)).not.toBe(definitionHash(definition));
  });

  it('that was recorded without it stays: new sagas bear it, and those under way go on', () => {
    const recorded = { Trip: { 1: hashWithoutInput(definition) } };
    expect(recordVersions([definition], recorded)).toEqual(recorded);
    const plans = new Plans([definition], tripConfig, {}, { versions: recorded });
    expect(plans.newest('Trip').hash).toBe(hashWithoutInput(definition));
    expect(plans.hashes).toContain(hashWithoutInput(definition));
  });

  it('is recorded with it for a new version, and another input type is a change then', () => {
    const recorded = recordVersions([definition], {});
    expect(recorded).toEqual({ Trip: { 1: definitionHash(definition) } });
    expect(() => recordVersions([other], recorded)).toThrow('has changed since version 1 was recorded');
  });
});
