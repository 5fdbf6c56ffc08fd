import { sagaCheck } from '@counterstep/saga-engine';
import { definitions } from '../sagas/index.ts';
import { recordedVersions, subgraphSdls } from './shop.ts';

const { exitCode, text } = sagaCheck(process.argv.slice(2), definitions, subgraphSdls, recordedVersions);
(exitCode === 2 ? process.stderr : process.stdout).write(text);
process.exitCode = exitCode;
