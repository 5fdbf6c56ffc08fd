import type { Rule } from '../rule.ts';
import { invokeRules } from './barrier.ts';
import { compensationRules } from './compensation.ts';
import { crowdRules } from './crowds.ts';
import { answerRules, descriptionRules } from './description.ts';
import { identityRules } from './identity.ts';
import { recordRules } from './records.ts';
import { requestRules } from './requests.ts';
import { restartRules } from './restarts.ts';
import { waitingRules } from './waiting.ts';

/** Every rule of docs/participant-protocol.md, in the order in which they are checked. */
export const rules: readonly Rule[] = [
  ...descriptionRules,
  ...identityRules,
  ...requestRules,
  ...invokeRules,
  ...compensationRules,
  ...waitingRules,
  ...crowdRules,
  ...recordRules,
  ...restartRules,
  ...answerRules,
];
