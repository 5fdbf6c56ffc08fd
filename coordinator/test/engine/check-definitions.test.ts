import { describe, expect, it } from '@jest/globals';
import {
  assertDefinitions,
  checkDefinitions,
  IllegalDefinitions,
  type StepDefinition,
} from '../../src/engine/index.ts';
import {
  call,
  confirm,
  customer,
  legal,
  letter,
  mutation,
  order,
  ref,
  regret,
  rejection,
  reserve,
  schedule,
  sdls,
  withInvoke,
  wrong,
} from './support/legal.ts';

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

describe('the variables of an operation', () => {
  const confirmWith = (input: unknown) =>
    wrong({
      steps: [{ ...confirm, invoke: { ...confirm.invoke, variables: { input } } }],
      afterCompensation: [],
    });
  const letterWith = (changes: Readonly<Record<string, unknown>>) =>
    wrong({ steps: [reserve, schedule, confirm, letter(changes)] });

  it('must be given where the document requires them', () => {
    expect(wrong({ steps: [{ ...confirm, invoke: { ...confirm.invoke, variables: {} } }] })).toEqual([
      'confirm: invoke: $input is required and missing',
    ]);
  });

  it('must be declared, and not the one of the engine', () => {
    const variables = { input: order, other: 1, step: 1 };
    expect(wrong({ steps: [{ ...confirm, invoke: { ...confirm.invoke, variables } }] })).toEqual([
      "confirm: invoke: $other is given and not declared, or the engine's own",
      "confirm: invoke: $step is given and not declared, or the engine's own",
    ]);
  });

  it.each([
    ['must have all required fields', {}, '$input.orderId is required and missing'],
    ['must have no unknown fields', { ...order, more: 1 }, '$input.more is not a field of ConfirmOrderInput'],
    [
      'must be objects where objects are wanted',
      'x',
      '$input is ConfirmOrderInput, and the template has no object',
    ],
    [
      'must not be null where a value is wanted',
      { orderId: null },
      '$input.orderId is ID!, and the template has null',
    ],
    [
      'must have literals of the right type',
      { orderId: true },
      '$input.orderId: ID cannot represent value: true',
    ],
    [
      'must not read input that there is not',
      { orderId: ref.input('nothing') },
      '$input.orderId: there is no input.nothing',
    ],
    [
      'must not read input of another type',
      { orderId: ref.input('total') },
      '$input.orderId is ID!, and input.total is MoneyInput!',
    ],
    [
      'must not read a failure where there is none',
      { orderId: ref.failure('code') },
      '$input.orderId: a failure is known only when the saga is undone',
    ],
    [
      'must not read an unknown step',
      { orderId: ref.step('who', 'id') },
      '$input.orderId: there is no step who',
    ],
  ])('%s', (_, input, reason) => {
    expect(confirmWith(input)).toEqual([`confirm: invoke: ${reason}`]);
  });

  it('must have lists where lists are wanted', () => {
    expect(letterWith({ lines: ref.input('total') })[0]).toMatch(
      /lines is \[PricedLineInput!\]!, and input.total is/,
    );
    expect(letterWith({ lines: {} })[0]).toMatch(/lines is a list, and the template has none/);
    expect(letterWith({ lines: [{ sku: 'A' }] }).map((each) => each.split('$')[1])).toEqual([
      'input.lines.0.name is required and missing',
      'input.lines.0.quantity is required and missing',
      'input.lines.0.unitPrice is required and missing',
    ]);
  });

  it('must not read a value that may be missing where one is required', () => {
    expect(letterWith({ number: ref.input('shippingAddress.line2') })).toEqual([
      'letter: invoke: $input.number is String!, and input.shippingAddress.line2 is String',
    ]);
  });

  it('must not read an output that is not selected', () => {
    expect(letterWith({ trackingNumber: ref.step('schedule', 'carrier') })).toEqual([
      'letter: invoke: $input.trackingNumber: schedule does not select a scalar field carrier',
    ]);
  });

  it('must not read an output that is not always selected, or a part of one', () => {
    const source = mutation(
      'scheduleShipping',
      'ScheduleShippingInput',
      `trackingNumber @skip(if: false) ${rejection}`,
    );
    const sometimes = withInvoke(schedule, source, schedule.invoke.variables['input']);
    expect(wrong({ steps: [reserve, sometimes, confirm, letter()] })).toEqual([
      'letter: invoke: $input.trackingNumber: schedule does not select a scalar field trackingNumber',
    ]);
    const part = { $ref: ['steps', 'schedule', 'trackingNumber', 'length'] };
    expect(letterWith({ trackingNumber: part })).toEqual([
      'letter: invoke: $input.trackingNumber: schedule does not select a scalar field trackingNumber.length',
    ]);
  });

  it('may take an output as present where the payload has it null only when rejected', () => {
    expect(letterWith({ number: ref.step('schedule', 'trackingNumber') })).toEqual([]);
  });

  it('must not read a step that comes later', () => {
    const early = withInvoke(
      reserve,
      mutation('reserveInventory', 'ReserveInventoryInput', `reservationId ${rejection}`),
      { ...customer, customerId: ref.step('schedule', 'shipmentId'), lines: ref.input('quantities') },
    );
    expect(wrong({ steps: [early, schedule, confirm, letter()] })).toEqual([
      'reserve: invoke: $input.customerId: schedule comes later',
    ]);
  });

  it('of a compensation must not read what its own step or a later one has answered', () => {
    const undoWith = (step: string) => ({
      ...reserve,
      compensate: call(mutation('releaseInventory', 'ReservationStepInput', 'undone'), {
        orderId: ref.step(step, step === 'reserve' ? 'reservationId' : 'shipmentId'),
      }),
    });
    for (const step of ['reserve', 'schedule'])
      expect(wrong({ steps: [undoWith(step), schedule, confirm, letter()] })).toEqual([
        `reserve: compensate: $input.orderId: ${step} may have no output when reserve is undone`,
      ]);
  });

  it('of a compensation may read what an earlier step has answered', () => {
    const undo = call(mutation('cancelShipping', 'CancelShippingInput', 'undone'), {
      orderId: ref.step('reserve', 'reservationId'),
    });
    expect(wrong({ steps: [reserve, { ...schedule, compensate: undo }, confirm, letter()] })).toEqual([]);
  });

  it('of a step after compensation may not rely on any output', () => {
    expect(wrong({ afterCompensation: [regret({ name: ref.step('schedule', 'trackingNumber') })] })).toEqual([
      'regret: invoke: $input.name is String!, and steps.schedule.trackingNumber is String',
    ]);
  });

  it('may not rely on the output of a step that is not critical', () => {
    const tail = { ...letter(), name: 'tail' };
    const uncritical: StepDefinition = {
      ...withInvoke(
        schedule,
        mutation('scheduleShipping', 'ScheduleShippingInput', `shipmentId ${rejection}`),
        schedule.invoke.variables['input'],
      ),
      kind: 'RETRIABLE',
      critical: false,
    };
    const { compensate: _, ...step } = uncritical;
    const reading = {
      ...letter({ trackingNumber: 'x', number: ref.step('schedule', 'shipmentId') }),
      name: tail.name,
    };
    expect(wrong({ steps: [step, reading] })).toEqual([
      'tail: invoke: $input.number is String!, and steps.schedule.shipmentId is ID',
    ]);
  });

  it('must come from an input type that there is', () => {
    expect(wrong({ inputType: 'Nothing', steps: [confirm], afterCompensation: [] })).toEqual([
      'confirm: invoke: $input.orderId: there is no input type Nothing',
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
