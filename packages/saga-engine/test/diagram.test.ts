import { describe, expect, it } from '@jest/globals';
import { diagramOf, references, type SagaDefinition } from '../src/index.ts';
import { trip } from '../src/testing/trip.ts';

const linesOf = (changes: Partial<SagaDefinition> = {}): readonly string[] =>
  diagramOf({ ...trip, ...changes })
    .split('\n')
    .map((line) => line.trim());

describe('the diagram of a saga', () => {
  it('shows what is done, what undoes it, and where it turns back', () => {
    expect(linesOf()).toEqual([
      'flowchart TD',
      'start(["Trip 1"])',
      's1["hotel<br>hotels.book"]',
      's2["flight<br>flights.fly"]',
      's3{{"confirm<br>hotels.confirm"}}',
      's4("ticket<br>flights.ticket")',
      's5("letter<br>letters.letter"):::optional',
      'done(["COMPLETED"])',
      'u2["undo flight<br>flights.unfly"]',
      'u1["undo hotel<br>hotels.unbook"]',
      'a1("regret<br>letters.regret"):::optional',
      'undone(["COMPENSATED"])',
      'start --> s1 --> s2 --> s3 --> s4 --> s5 --> done',
      'u2 --> u1 --> a1 --> undone',
      's1 -. refused .-> a1',
      's1 -. no answer .-> u1',
      's2 -. refused .-> u1',
      's2 -. no answer .-> u2',
      's3 -. refused .-> u2',
      'classDef optional stroke-dasharray: 4 4',
    ]);
  });

  it('turns back to the end where nothing is done after compensation', () => {
    const lines = linesOf({ steps: trip.steps.slice(0, 1), afterCompensation: [] });
    expect(lines).toContain('u1 --> undone');
    expect(lines).toContain('s1 -. refused .-> undone');
    expect(lines.join()).not.toContain('optional');
  });

  it('turns back to the end where there is nothing but a pivot', () => {
    expect(linesOf({ steps: trip.steps.slice(2, 3), afterCompensation: [] })).toEqual([
      'flowchart TD',
      'start(["Trip 1"])',
      's1{{"confirm<br>hotels.confirm"}}',
      'done(["COMPLETED"])',
      'undone(["COMPENSATED"])',
      'start --> s1 --> done',
      's1 -. refused .-> undone',
    ]);
  });

  it('shows no way back where there is none', () => {
    expect(linesOf({ steps: trip.steps.slice(3, 4) })).toEqual([
      'flowchart TD',
      'start(["Trip 1"])',
      's1("ticket<br>flights.ticket")',
      'done(["COMPLETED"])',
      'start --> s1 --> done',
    ]);
  });

  it('shows for which items a step is done, where, and whether it may wait', () => {
    const { input, step } = references<{ gift: boolean }>();
    const [hotel, flight, ...others] = trip.steps;
    const lines = linesOf({
      steps: [
        { ...hotel!, waits: { atMostMs: 1_000 } },
        { ...flight!, forEach: { items: step('hotel', 'guests'), key: 'name', atMost: 9 } },
        { ...others[0]!, when: { value: input('gift'), equals: true } },
      ],
    });
    expect(lines).toContain('s1["hotel<br>hotels.book<br>may wait"]');
    expect(lines).toContain('s2["flight<br>flights.fly<br>for each of hotel.guests"]');
    expect(lines).toContain('s3{{"confirm<br>hotels.confirm<br>where input.gift is true"}}');
  });

  it('undoes the other instances of a step where one is refused', () => {
    const [hotel, flight] = trip.steps;
    const { step } = references();
    const forEach = { items: step('hotel', 'guests'), key: 'name', atMost: 9 };
    const lines = linesOf({ steps: [hotel!, { ...flight!, forEach }] });
    expect(lines).toContain('s2 -. refused .-> u2');
  });

  it('shows any name as it is', () => {
    const [hotel] = trip.steps;
    const lines = linesOf({ steps: [{ ...hotel!, name: 'a "b" #1 <c> & d' }] });
    expect(lines).toContain('s1["a #34;b#34; #35;1 #60;c#62; #38; d<br>hotels.book"]');
  });
});
