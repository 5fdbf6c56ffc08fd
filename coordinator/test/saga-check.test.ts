import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { IllegalDefinitions, recordVersions, assertSagas, sagaCheck } from '@counterstep/saga-engine';
import { recordedVersions, subgraphSdls } from '../src/saga-check/shop.ts';
import { definitions } from '../src/sagas/index.ts';

const [first] = definitions;
const { version, steps } = first!;
/** The last one: no other step reads its output. */
const renamed = {
  ...first!,
  steps: steps.map((step, index) => (index < steps.length - 1 ? step : { ...step, name: 'renamed' })),
};

describe('the sagas of this project', () => {
  it('are legal, and what is recorded of their versions', () => {
    expect(() => {
      assertSagas(definitions, subgraphSdls, recordedVersions());
    }).not.toThrow();
  });

  it('keep the coordinator from starting where one has changed under its version', () => {
    expect(() => {
      assertSagas([renamed], subgraphSdls, recordedVersions());
    }).toThrow(IllegalDefinitions);
  });
});

describe('saga:check', () => {
  it('counts what it has checked', () => {
    const verdict = sagaCheck([], [first!], subgraphSdls, recordedVersions);
    expect(verdict).toMatchObject({ exitCode: 0 });
    expect(verdict.text).toMatch(/^1 saga in 1 version, \d+ steps: all is well\.\n$/);
  });

  it('prints each problem on a line, and fails', () => {
    const bare = steps.map(({ compensate: _, ...step }, index) =>
      index === 0 ? step : { ...steps[index]!, critical: false },
    );
    const { exitCode, text } = sagaCheck([], [{ ...first!, steps: bare }], subgraphSdls, recordedVersions);
    const lines = text.trimEnd().split('\n');
    const named = `${first!.name}@${version}`;
    expect(exitCode).toBe(1);
    expect(lines).toContain(`${named}.${steps[0]!.name}: is COMPENSATABLE and has no compensation`);
    expect(lines).toContain(`${named}.${steps[1]!.name}: is COMPENSATABLE and not critical`);
    expect(lines.at(-1)).toMatch(/raise the version$/);
  });

  it('asks for a new version where a definition has changed, and takes it once it is recorded', () => {
    expect(sagaCheck([], [renamed], subgraphSdls, recordedVersions)).toMatchObject({ exitCode: 1 });
    const next = [first!, { ...renamed, version: version + 1_000 }];
    expect(sagaCheck([], next, subgraphSdls, recordedVersions).text).toMatch(
      /is not recorded: run npm run generate\n$/,
    );
    expect(sagaCheck([], next, subgraphSdls, () => recordVersions(next, recordedVersions()))).toMatchObject({
      exitCode: 0,
    });
  });

  it('explains itself', () => {
    for (const option of ['--help', '-h'])
      expect(sagaCheck([option], definitions, subgraphSdls, recordedVersions)).toMatchObject({
        exitCode: 0,
        text: expect.stringMatching(/Usage: npm run saga:check/),
      });
  });

  it('knows no other option', () => {
    expect(sagaCheck(['--fast'], definitions, subgraphSdls, recordedVersions)).toMatchObject({
      exitCode: 2,
      text: expect.stringMatching(/^There is no option --fast\./),
    });
  });

  it.each([
    ['is missing', undefined],
    ['is not JSON', '{'],
    ['is not of its format', '{ "PlaceOrder": { "one": "hash" } }'],
  ])('cannot check where the file of recorded versions %s', async (_, content) => {
    const folder = await mkdtemp(join(tmpdir(), 'counterstep-versions-'));
    const file = join(folder, 'versions.json');
    if (content !== undefined) await writeFile(file, content);
    const verdict = sagaCheck([], definitions, subgraphSdls, () => recordedVersions(pathToFileURL(file)));
    expect(verdict).toEqual({
      exitCode: 2,
      text: `The recorded versions of sagas cannot be read from ${file}.\n`,
    });
    await rm(folder, { recursive: true });
  });
});
