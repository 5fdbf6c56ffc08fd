import type { Rule, Scene } from '../rule.ts';
import { Broken, NotChecked } from '../verdict.ts';
import type { Attempt } from '../participant.ts';
import { keyOf } from '../participant.ts';

const RECORDS = '{ stepRecords(first: 1) { nodes { step } } }';
const FORGET = 'mutation ($keys: [ID!]!) { forgetSteps(keys: $keys) }';

/**
 * Makes every call that only the coordinator may make.
 *
 * @throws {Broken} unless all are refused with the code and nothing is recorded.
 */
async function refusesAll(
  { participant, steps }: Scene,
  shown: string | null,
  code: string,
  who: string,
): Promise<void> {
  for (const step of steps) {
    const invoke = participant.begin(step);
    const calls: readonly Attempt[] = step.compensate
      ? [invoke, participant.undoing(invoke, step.compensate)]
      : [invoke];
    for (const call of calls) {
      const told = await participant.attempt(call, shown);
      if (told.code !== code)
        throw new Broken(`${call.mutation.name} with ${who} is answered ${told.text} in place of ${code}`);
    }
    if ((await participant.recordOf(invoke)) !== undefined)
      throw new Broken(`${invoke.mutation.name} with ${who} is refused, and recorded`);
    const questions = [
      ['stepRecords', RECORDS],
      ['forgetSteps', FORGET],
    ] as const;
    for (const [name, query] of questions) {
      const { errors } = await participant.ask(query, { keys: [keyOf(invoke)] }, shown);
      if (errors[0]?.code !== code)
        throw new Broken(`${name} with ${who} is answered ${errors[0]?.code ?? 'data'} in place of ${code}`);
    }
  }
}

type Wrong = keyof Scene['participant']['tokens']['wrong'];

const wrongToken = (id: string, title: string, tokens: Readonly<Partial<Record<Wrong, string>>>): Rule => ({
  id,
  title,
  of: 'whole',
  check: async (scene) => {
    for (const [name, who] of Object.entries(tokens)) {
      const token = await scene.participant.tokens.wrong[name as Wrong]();
      await refusesAll(scene, `Bearer ${token}`, 'UNAUTHENTICATED', who);
    }
  },
});

/** Rules on which callers a participant accepts. */
export const identityRules: readonly Rule[] = [
  {
    id: 'P3',
    title: 'A call without a bearer token is refused with UNAUTHENTICATED.',
    of: 'whole',
    check: async (scene) => {
      await refusesAll(scene, null, 'UNAUTHENTICATED', 'no token');
      await refusesAll(
        scene,
        await scene.participant.tokens.good(),
        'UNAUTHENTICATED',
        'a token without Bearer',
      );
      await refusesAll(scene, 'Bearer nonsense', 'UNAUTHENTICATED', 'nonsense as token');
    },
  },
  wrongToken(
    'P4',
    'A token that is not signed with EdDSA by the known key of its kid is refused with UNAUTHENTICATED.',
    { forged: 'a forged token', unsigned: 'an unsigned token' },
  ),
  wrongToken('P5', 'A token made for another participant is refused with UNAUTHENTICATED.', {
    elsewhere: 'a token for another participant',
  }),
  wrongToken(
    'P6',
    'A token that ended more than a minute ago, or has no end, is refused with UNAUTHENTICATED.',
    {
      expired: 'an expired token',
      endless: 'a token without exp',
    },
  ),
  {
    id: 'P7',
    title: 'A good token of another service than the coordinator is refused with FORBIDDEN.',
    of: 'whole',
    check: async (scene) => {
      const { ofOther } = scene.participant.tokens;
      if (ofOther === undefined) throw new NotChecked('give the key of another service with --other-key');
      await refusesAll(scene, `Bearer ${await ofOther()}`, 'FORBIDDEN', "another service's token");
    },
  },
];
