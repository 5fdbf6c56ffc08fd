import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { WakeableSleep } from '../src/wakeable-sleep.ts';
import { Breaker } from '../src/breaker.ts';
import { outcomeOf } from '../src/core/outcome.ts';
import { render } from '../src/core/template.ts';
import {
  defaultEngineConfig,
  definitionHash,
  Plans,
  references,
  sagaIdOf,
  type SagaDefinition,
} from '../src/index.ts';
import { Semaphore } from '../src/semaphore.ts';
import { trip } from '../src/testing/trip.ts';
import { VirtualClock } from '../src/testing/virtual-clock.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a circuit', () => {
  const open = () => {
    const clock = new VirtualClock();
    const breaker = new Breaker({ failures: 2, windowMs: 1_000, openMs: 500 }, clock);
    const pass = (ms: number): void => {
      clock.after(ms, () => undefined);
      clock.next();
    };
    const begin = (subgraph = 'a') => {
      const admission = breaker.admit(subgraph);
      if (admission.kind === 'wait') throw new Error('The circuit is open.');
      return admission.report;
    };
    const waits = (): number | undefined => {
      const admission = breaker.admit('a');
      if (admission.kind === 'wait') return admission.ms;
      admission.report('abandoned');
      return undefined;
    };
    const fail = (count: number): void => {
      for (let call = 0; call < count; call += 1) begin()('unanswered');
    };
    return { pass, begin, waits, fail };
  };

  it('opens after failures one after the other, and says how long to wait', () => {
    const { pass, begin, waits, fail } = open();
    fail(2);
    expect(waits()).toBe(500);
    begin('b');
    pass(200);
    expect(waits()).toBe(300);
  });

  it('stays closed when an answer comes between failures, or when they are far apart', () => {
    const { pass, begin, waits, fail } = open();
    fail(1);
    begin()('answered');
    fail(1);
    expect(waits()).toBeUndefined();
    pass(1_000);
    fail(1);
    expect(waits()).toBeUndefined();
  });

  it('lets one call try when its time is over, and closes when it is answered', () => {
    const { pass, begin, waits, fail } = open();
    fail(2);
    pass(500);
    const report = begin();
    expect(waits()).toBe(500);
    report('answered');
    expect(waits()).toBeUndefined();
    fail(1);
    expect(waits()).toBeUndefined();
  });

  it('opens again when the trial fails', () => {
    const { pass, waits, fail } = open();
    fail(2);
    pass(500);
    fail(1);
    expect(waits()).toBe(500);
  });

  it('lets another call try when the trial was abandoned', () => {
    const { pass, begin, waits, fail } = open();
    fail(2);
    pass(500);
    begin()('abandoned');
    expect(waits()).toBeUndefined();
  });

  it('is not opened for longer by calls from before it opened, and their end is no trial', () => {
    const { pass, begin, waits, fail } = open();
    const [early, earlier] = [begin(), begin()];
    fail(2);
    pass(400);
    early('unanswered');
    expect(waits()).toBe(100);
    pass(100);
    begin();
    earlier('abandoned');
    expect(waits()).toBe(500);
  });
});

describe('a semaphore', () => {
  it('runs so much work at once, and the rest in turn', async () => {
    const semaphore = new Semaphore(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const runs = [0, 1, 2, 3].map((index) =>
      semaphore.use(() => {
        begun.push(index);
        return new Promise<void>((resolve) => {
          ends[index] = resolve;
        });
      }),
    );
    await tick();
    expect(begun).toEqual([0, 1]);
    expect(semaphore.free).toBe(0);
    ends[1]?.();
    await tick();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await tick();
    ends[3]?.();
    await Promise.all(runs);
    expect(semaphore.free).toBe(2);
  });

  it('frees its slot after a failure', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.use(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(semaphore.free).toBe(1);
  });
});

describe('a wakeable sleep', () => {
  it('ends early, also when it was woken before it began', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const sleeper = new WakeableSleep(clock, stop.signal);
    sleeper.wakeIn(0);
    await sleeper.sleep(1_000);
    const start = clock.now();
    sleeper.wakeIn(10);
    const sleeping = sleeper.sleep(1_000);
    clock.next();
    await sleeping;
    expect(clock.now() - start).toBe(10);
    const last = sleeper.sleep(1_000);
    stop.abort();
    await last;
  });
});

describe('the answer of a participant', () => {
  const document = parse('mutation($step: StepInput!) { booked: book(step: $step) { id } }');
  const answer = (booked: unknown) => outcomeOf(document, { kind: 'data', data: { booked } });

  it('is a success with its fields as output, lists and objects too, without what is null', () => {
    expect(
      answer({
        id: '1',
        count: 2,
        done: true,
        rejection: null,
        more: { a: 1, b: null },
        list: [{ c: null, d: [1] }],
      }),
    ).toEqual({
      kind: 'succeeded',
      output: { id: '1', count: 2, done: true, more: { a: 1 }, list: [{ d: [1] }] },
    });
  });

  it('may have fields that are null where it cannot be rejected', () => {
    expect(answer({ id: null, count: 2 })).toEqual({ kind: 'succeeded', output: { count: 2 } });
  });

  it('is a rejection where it has one', () => {
    expect(answer({ id: null, rejection: { code: 'FULL', message: 'Full.' } })).toEqual({
      kind: 'rejected',
      code: 'FULL',
      message: 'Full.',
    });
  });

  it.each([
    [null],
    ['x'],
    [[]],
    [{ id: null, rejection: null }],
    [{ rejection: 'x' }],
    [{ rejection: { code: 1 } }],
  ])('is malformed when it is %j', (payload) => {
    expect(answer(payload)).toMatchObject({ kind: 'failed', code: 'MALFORMED_ANSWER' });
  });

  it.each([
    ['STALE_EPOCH', 'stale'],
    ['STEP_CANCELLED', 'refused'],
    ['KEY_PARAMETER_MISMATCH', 'refused'],
    ['STEP_BLOCKED', 'refused'],
    ['DEADLINE_EXCEEDED', 'failed'],
    ['PROVIDER_UNAVAILABLE', 'failed'],
    ['BUSY', 'busy'],
    [undefined, 'failed'],
  ])('with the error %s is %s', (code, kind) => {
    const error = { kind: 'error', message: 'No.', ...(code === undefined ? {} : { code }) } as const;
    expect(outcomeOf(document, error).kind).toBe(kind);
  });
});

describe('a template', () => {
  const ref = references<{ readonly a: { readonly b: string }; readonly missing?: string }>();
  const scope = {
    input: { a: { b: 'x' } },
    steps: { one: { id: '1' } },
    failure: { code: 'C', message: 'M' },
  };

  it('takes its references from input, outputs and failure', () => {
    const template = {
      deep: [{ at: ref.input('a.b') }],
      id: ref.step('one', 'id'),
      why: ref.failure('code'),
      n: 1,
    };
    expect(render(template, scope)).toEqual({ deep: [{ at: 'x' }], id: '1', why: 'C', n: 1 });
  });

  it('leaves out what is missing, and puts null for it in lists', () => {
    const template = {
      missing: ref.input('missing'),
      list: [ref.input('missing')],
      step: ref.step('two', 'id'),
    };
    expect(render(template, scope)).toEqual({ list: [null] });
  });

  it('takes nothing from prototypes', () => {
    expect(render({ $ref: ['input', 'constructor', 'name'] }, scope)).toBeUndefined();
  });
});

describe('the hash of a definition', () => {
  it('is the same for the same meaning, whatever the policies', () => {
    const [first, ...rest] = trip.steps;
    const patient: SagaDefinition = {
      ...trip,
      deadlineMs: 1,
      steps: [{ ...first!, critical: true, policy: { attemptTimeoutMs: 1 } }, ...rest],
    };
    expect(definitionHash(patient)).toBe(definitionHash(trip));
  });

  it('is another one for another version, order, document or variable', () => {
    const [first, second, ...rest] = trip.steps;
    const changed: SagaDefinition[] = [
      { ...trip, version: 2 },
      { ...trip, steps: [second!, first!, ...rest] },
      { ...trip, steps: [{ ...first!, invoke: second!.invoke }, second!, ...rest] },
      { ...trip, steps: [{ ...first!, invoke: { ...first!.invoke, variables: {} } }, second!, ...rest] },
      { ...trip, afterCompensation: [] },
    ];
    expect(new Set([trip, ...changed].map(definitionHash)).size).toBe(6);
  });

  it('finds the definition again, and the name its newest version', () => {
    const newer = { ...trip, version: 2 };
    const plans = new Plans([newer, trip], defaultEngineConfig);
    expect(plans.get(definitionHash(trip))?.definition).toBe(trip);
    expect(plans.newest('Trip').definition).toBe(newer);
    expect(() => plans.newest('Other')).toThrow('No saga definition is called Other.');
  });

  it('has the policies of a step with it, else the defaults', () => {
    const [first] = trip.steps;
    const own = { ...trip, steps: [{ ...first!, policy: { attemptTimeoutMs: 7, retry: { attempts: 9 } } }] };
    const plan = new Plans([own], defaultEngineConfig).newest('Trip');
    expect(plan.steps.get('hotel')?.policies).toEqual({
      attemptTimeoutMs: 7,
      retry: { ...defaultEngineConfig.retry, attempts: 9 },
      persistentRetry: defaultEngineConfig.persistentRetry,
      probeIntervalMs: defaultEngineConfig.probeIntervalMs,
    });
    expect(plan.deadlineMs).toBe(defaultEngineConfig.sagaDeadlineMs);
  });
});

describe('the id of a saga', () => {
  it('is the same for the same type, customer and key, and a UUID', () => {
    const id = sagaIdOf('Trip', 'ada', 'key-1234');
    expect(id).toBe(sagaIdOf('Trip', 'ada', 'key-1234'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const others = [
      sagaIdOf('Trips', 'ada', 'key-1234'),
      sagaIdOf('Trip', 'grace', 'key-1234'),
      sagaIdOf('Trip', 'ada', 'key-12345'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
