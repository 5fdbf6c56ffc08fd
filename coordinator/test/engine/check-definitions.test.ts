import { describe, expect, it } from '@jest/globals';
import { assertDefinitions, checkDefinitions, IllegalDefinitions } from '@counterstep/saga-engine';
import {
  call,
  confirm,
  legal,
  letter,
  mutation,
  order,
  regret,
  rejection,
  reserve,
  schedule,
  sdls,
  withInvoke,
  wrong,
} from './legal.ts';

describe('a definition', () => {
  it('that is legal has no problems', () => {
    expect(checkDefinitions([legal], sdls)).toEqual([]);
  });

  it('must have steps', () => {
    expect(wrong({ steps: [], afterCompensation: [] })).toEqual([': has no steps']);
  });

  it('must not have a compensatable step after the pivot', () => {
    expect(wrong({ steps: [reserve, confirm, schedule, letter()] })).toEqual([
      'schedule: is COMPENSATABLE and comes after a PIVOT step',
    ]);
  });

  it('must not have a pivot after a retriable step', () => {
    expect(wrong({ steps: [schedule, letter(), confirm] })).toEqual([
      'confirm: is PIVOT and comes after a RETRIABLE step',
    ]);
  });

  it('must not have two pivots', () => {
    expect(wrong({ steps: [schedule, confirm, { ...confirm, name: 'again' }, letter()] })).toEqual([
      'again: is a second pivot',
    ]);
  });

  it('must have a compensation for each compensatable step', () => {
    const { compensate: _, ...bare } = reserve;
    expect(wrong({ steps: [bare] })).toEqual(['reserve: is COMPENSATABLE and has no compensation']);
  });

  it('must not have a compensation for other steps', () => {
    const undo = call(mutation('abandonOrder', 'AbandonOrderInput', 'undone'), {
      ...order,
      code: 'X',
      message: 'X',
    });
    expect(wrong({ steps: [{ ...confirm, compensate: undo }] })).toContain(
      'confirm: is PIVOT and has a compensation',
    );
  });

  it('must have only retriable steps that are not critical', () => {
    expect(wrong({ steps: [{ ...reserve, critical: false }] })).toEqual([
      'reserve: is COMPENSATABLE and not critical',
    ]);
  });

  it('must have only retriable steps that are not critical after compensation', () => {
    expect(wrong({ afterCompensation: [{ ...regret(), critical: true }] })).toEqual([
      'regret: comes after compensation and is not a RETRIABLE step that is not critical',
    ]);
  });

  it('must not have two steps of one name', () => {
    expect(wrong({ steps: [reserve, { ...schedule, name: 'reserve' }] })).toEqual([
      'reserve: is the name of more than one step',
    ]);
  });

  it('must have a version, a deadline and policies of whole numbers from 1 on', () => {
    const policy = {
      attemptTimeoutMs: 0,
      retry: { attempts: 1.5, windowMs: 100 },
      persistentRetry: { capMs: NaN },
    };
    expect(wrong({ version: 0, deadlineMs: -1, steps: [{ ...reserve, policy }] })).toEqual([
      ': has version 0, and must have a whole number from 1 on',
      ': deadlineMs is -1, and must be a whole number from 1 on',
      'reserve: policy.attemptTimeoutMs is 0, and must be a whole number from 1 on',
      'reserve: policy.retry.attempts is 1.5, and must be a whole number from 1 on',
      'reserve: policy.persistentRetry.capMs is NaN, and must be a whole number from 1 on',
    ]);
  });

  it('is named in each problem, with its version and the step', () => {
    const { compensate: _, ...bare } = reserve;
    expect(checkDefinitions([legal, { ...legal, version: 2, steps: [bare] }], sdls)).toEqual([
      {
        definition: 'Legal',
        version: 2,
        step: 'reserve',
        reason: 'is COMPENSATABLE and has no compensation',
      },
    ]);
  });

  it('must not be there twice in one version', () => {
    expect(checkDefinitions([legal, legal], sdls)).toEqual([
      { definition: 'Legal', version: 1, reason: 'is there more than once' },
    ]);
    expect(checkDefinitions([legal, { ...legal, version: 2 }], sdls)).toEqual([]);
  });
});

describe('the document of an operation', () => {
  it('must be of a known subgraph', () => {
    expect(wrong({ steps: [{ ...confirm, subgraph: 'nowhere' }] })).toEqual([
      'confirm: invoke: there is no subgraph nowhere',
    ]);
  });

  it('must be valid against the schema of its subgraph', () => {
    const source = mutation('confirmOrder', 'ConfirmOrderInput', `number ${rejection}`);
    expect(wrong({ steps: [withInvoke(confirm, source)] })).toEqual([
      'confirm: invoke: Cannot query field "number" on type "StepPayload".',
    ]);
  });

  it('must have exactly one root field', () => {
    const twice = `mutation($step: StepInput!, $input: ConfirmOrderInput!) {
      a: confirmOrder(step: $step, input: $input) { ${rejection} }
      b: confirmOrder(step: $step, input: $input) { ${rejection} }
    }`;
    expect(wrong({ steps: [withInvoke(confirm, twice)] })).toEqual([
      'confirm: invoke: the document is not one mutation of exactly one root field',
    ]);
  });

  it('must be a mutation', () => {
    const query = 'query($input: ID!) { order(id: $input) { id } }';
    expect(wrong({ steps: [withInvoke(confirm, query)] })).toEqual([
      'confirm: invoke: the document is not one mutation of exactly one root field',
    ]);
  });

  it('must call a mutation that the schema marks as a step', () => {
    const source = mutation('abandonOrder', 'AbandonOrderInput', 'undone');
    const input = { ...order, code: 'X', message: 'X' };
    expect(wrong({ steps: [withInvoke(confirm, source, input)] })).toEqual([
      'confirm: invoke: abandonOrder is not marked @step in the schema',
    ]);
  });

  it('must be paired with its compensation by the schema', () => {
    const undo = call(mutation('commitReservation', 'ReservationStepInput', rejection), order);
    expect(wrong({ steps: [{ ...reserve, compensate: undo }] })).toEqual([
      'reserve: compensate: commitReservation is not marked @compensation in the schema',
      'reserve: compensate: the schema does not declare commitReservation as the compensation of reserveInventory',
    ]);
  });

  it('must not be paired with the compensation of another step', () => {
    const twoPairs = sdls['inventory']!.replace(
      '@step(compensation: "releaseInventory")',
      '@step(compensation: "returnInventory")',
    );
    expect(checkDefinitions([legal], { ...sdls, inventory: twoPairs }).map(({ reason }) => reason)).toEqual([
      'compensate: the schema does not declare releaseInventory as the compensation of reserveInventory',
    ]);
  });

  it('must not be paired by the definition alone', () => {
    const unpaired = sdls['inventory']!.replace('@step(compensation: "releaseInventory")', '@step');
    expect(checkDefinitions([legal], { ...sdls, inventory: unpaired }).map(({ reason }) => reason)).toEqual([
      'compensate: the schema does not declare releaseInventory as the compensation of reserveInventory',
    ]);
  });

  it('must select the rejection', () => {
    const source = mutation('confirmOrder', 'ConfirmOrderInput', 'rejection { code }');
    expect(wrong({ steps: [withInvoke(confirm, source)] })).toEqual([
      'confirm: invoke: rejection { code message } is not selected',
    ]);
  });

  it('must pass the step', () => {
    const source = `mutation($input: ConfirmOrderInput!) {
      confirmOrder(step: { sagaId: "1", step: "x", epoch: 1, deadline: "x" }, input: $input) { ${rejection} }
    }`;
    expect(wrong({ steps: [withInvoke(confirm, source)] })).toEqual([
      'confirm: invoke: the variable $step: StepInput! is not passed as the argument step',
    ]);
  });
});

describe('a process with illegal definitions', () => {
  it('is refused with everything that is wrong', () => {
    const definitions = [
      { ...legal, steps: [reserve, { ...confirm, critical: false }, { ...confirm, subgraph: 'x' }] },
    ];
    const start = () => {
      assertDefinitions(definitions, sdls);
    };
    expect(start).toThrow(IllegalDefinitions);
    expect(start).toThrow(
      [
        'Saga definitions are illegal:',
        '- Legal@1.confirm: is a second pivot',
        '- Legal@1.confirm: is PIVOT and not critical',
        '- Legal@1.confirm: is the name of more than one step',
        '- Legal@1.confirm: invoke: there is no subgraph x',
      ].join('\n'),
    );
  });

  it('starts with legal ones', () => {
    expect(() => {
      assertDefinitions([legal], sdls);
    }).not.toThrow();
  });
});
