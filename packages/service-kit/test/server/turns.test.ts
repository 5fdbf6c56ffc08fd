import { describe, expect, it } from '@jest/globals';
import { createTurns, type Inbox, type Turns } from '../../src/server/turns.ts';

/** Takes messages in turns, and records their order. */
function recording(isBusy?: (group: unknown) => boolean) {
  const turns: Turns = createTurns(isBusy);
  const taken: string[] = [];
  let changed: () => void = () => undefined;
  return {
    taken,
    join: (group: unknown): Inbox =>
      turns.join(
        {
          take: (text) => {
            taken.push(text);
            changed();
          },
          pause: () => undefined,
          resume: () => undefined,
        },
        group,
      ),
    until: async (count: number): Promise<void> => {
      while (taken.length < count) await new Promise<void>((resolve) => (changed = resolve));
    },
  };
}

const put = (inbox: Inbox, name: string, count: number): void => {
  for (let index = 0; index < count; index += 1) inbox.put(name);
};

describe('turns', () => {
  it('go from group to group, however many participants one has and however much they send', async () => {
    const { taken, join, until } = recording();
    for (let member = 0; member < 20; member += 1) put(join('crowd'), 'crowd', 50);
    put(join('alone'), 'alone', 3);
    await until(6);
    expect(taken.slice(0, 6)).toEqual(['crowd', 'alone', 'crowd', 'alone', 'crowd', 'alone']);
    await until(1_003);
  });

  it('go from participant to participant within a group', async () => {
    const { taken, join, until } = recording();
    put(join('group'), 'first', 2);
    put(join('group'), 'second', 2);
    await until(4);
    expect(taken).toEqual(['first', 'second', 'first', 'second']);
  });

  it('pass over a group that is busy, and come back to it', async () => {
    let busy = true;
    const { taken, join, until } = recording((group) => busy && group === 'busy');
    put(join('busy'), 'busy', 2);
    put(join('other'), 'other', 100);
    await until(100);
    expect(taken).not.toContain('busy');
    busy = false;
    await until(102);
    expect(taken.slice(100)).toEqual(['busy', 'busy']);
  });

  it('are not taken for who has left', async () => {
    const { taken, join, until } = recording();
    const gone = join('one');
    put(gone, 'gone', 5);
    gone.leave();
    put(join('other'), 'other', 1);
    await until(1);
    expect(taken).toEqual(['other']);
  });
});
