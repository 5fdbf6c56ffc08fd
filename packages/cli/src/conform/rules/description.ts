import type { Rule, Scene } from '../rule.ts';
import { Broken } from '../verdict.ts';

const firstOf = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new Broken(problems.join('; '));
};

const observed = (what: keyof Scene['participant']['client']['observed']) => (scene: Scene) => {
  firstOf([...scene.participant.client.observed[what]]);
};

/** Rules on a participant's description of itself. */
export const descriptionRules: readonly Rule[] = [
  {
    id: 'P1',
    title:
      'Its SDL marks steps with @step and what undoes them with @compensation; all take step: StepInput! and input.',
    of: 'whole',
    check: ({ description }) => {
      firstOf(description.problems);
    },
  },
  {
    id: 'P2',
    title:
      'The payload of a step has a nullable rejection { code message }, that of a compensation undone: Boolean!.',
    of: 'whole',
    check: ({ description }) => {
      firstOf(description.payloadProblems);
    },
  },
];

/** Rules on all answers, which are checked last. */
export const answerRules: readonly Rule[] = [
  { id: 'P9', title: 'Data comes with an HTTP status of 2xx.', of: 'whole', check: observed('http') },
  {
    id: 'P10',
    title: 'Every answer tells the clock of the participant, in x-service-time or in Date.',
    of: 'whole',
    check: observed('clock'),
  },
  {
    id: 'P11',
    title: 'A Retry-After is a whole number of seconds or an HTTP date.',
    of: 'whole',
    check: observed('retryAfter'),
  },
];
