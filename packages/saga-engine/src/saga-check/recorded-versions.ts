import { readFileSync } from 'node:fs';
import { CodedError } from '@counterstep/primitives';
import { z } from 'zod';
import type { SagaVersions } from '../check/check-versions.ts';

const format = z.record(z.string(), z.record(z.string().regex(/^[1-9]\d*$/), z.string()));

/**
 * Reads the recorded hashes of every version of every saga.
 *
 * @throws {CodedError} if the file cannot be read or has another format.
 */
export function recordedVersions(file: URL): SagaVersions {
  try {
    return format.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const message = `The recorded versions of sagas cannot be read from ${file.pathname}.`;
    throw new CodedError('INVALID_CONFIGURATION', message, { cause });
  }
}
