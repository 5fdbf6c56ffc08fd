import { definitions } from '../sagas/index.ts';
import { recordedVersions } from './recorded-versions.ts';
import { sagaCheck } from './saga-check.ts';

const { exitCode, text } = sagaCheck(process.argv.slice(2), definitions, recordedVersions);
(exitCode === 2 ? process.stderr : process.stdout).write(text);
process.exitCode = exitCode;
