import { describe, expect, it } from '@jest/globals';
import type { StepDefinition } from '@counterstep/saga-engine';
import {
  call,
  confirm,
  customer,
  letter,
  mutation,
  order,
  ref,
  regret,
  rejection,
  reserve,
  schedule,
  withInvoke,
  wrong,
} from './legal.ts';

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
      'letter: invoke: $input.trackingNumber: schedule does not select a field carrier',
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
      'letter: invoke: $input.trackingNumber: schedule does not select a field trackingNumber',
    ]);
    const part = { $ref: ['steps', 'schedule', 'trackingNumber', 'length'] };
    expect(letterWith({ trackingNumber: part })).toEqual([
      'letter: invoke: $input.trackingNumber: schedule does not select a field trackingNumber.length',
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
