import { readFileSync } from 'node:fs';
import { CodedError } from '@counterstep/service-kit';
import { z } from 'zod';
import type { SagaVersions } from '../engine/index.ts';

const format = z.record(z.string(), z.record(z.string().regex(/^[1-9]\d*$/), z.string()));

/** The file that `npm run generate` records the versions of all sagas in. */
export const versionsFile = new URL('../../saga-versions.json', import.meta.url);

/**
 * What is recorded of every version of every saga.
 *
 * @throws {CodedError} when the file cannot be read or is not of its format.
 */
export function recordedVersions(file: URL = versionsFile): SagaVersions {
  try {
    return format.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const message = `The recorded versions of sagas cannot be read from ${file.pathname}.`;
    throw new CodedError('INVALID_CONFIGURATION', message, { cause });
  }
}
