import type { FaultKind } from './faults.ts';
import type { Process } from './process.ts';
import { latencyOf, type World } from './world.ts';

/** What the third party did for a key. */
export type Deed = 'done' | 'refused' | 'cancelled';

const faultKinds: readonly FaultKind[] = ['provider-request-lost', 'provider-reply-lost', 'provider-slow'];

/** How long a caller waits for the third party, in ms. */
const TIMEOUT_MS = 900;

/** A third party, such as a payment provider, that acts once per key. */
export class ThirdParty {
  readonly #world: World;
  readonly #onEffect: (key: string, done: boolean) => void;
  readonly #deeds = new Map<string, Deed>();

  /** `onEffect` receives what is done and undone. */
  constructor(world: World, onEffect: (key: string, done: boolean) => void) {
    this.#world = world;
    this.#onEffect = onEffect;
  }

  /** Does the work for a key once; undefined if no answer comes. */
  do(caller: Process, key: string, isRefused: boolean): Promise<Deed | undefined> {
    return this.#call(caller, `asks for ${key}`, () => {
      const known = this.#deeds.get(key);
      if (known !== undefined) return known;
      const deed = isRefused ? 'refused' : 'done';
      this.#deeds.set(key, deed);
      if (deed === 'done') this.#onEffect(key, true);
      return deed;
    });
  }

  /** Undoes any work for the key, and prevents later work; undefined if no answer comes. */
  cancel(caller: Process, key: string): Promise<Deed | undefined> {
    return this.#call(caller, `cancels ${key}`, () => {
      if (this.#deeds.get(key) === 'done') this.#onEffect(key, false);
      this.#deeds.set(key, 'cancelled');
      return 'cancelled';
    });
  }

  #call(caller: Process, what: string, perform: () => Deed): Promise<Deed | undefined> {
    return callThirdParty(this.#world, caller, what, () => Promise.resolve(perform()));
  }
}

/** Has a third party perform something; undefined if no answer comes, whether it was performed or not. */
export const callThirdParty = async <Answer>(
  world: World,
  caller: Process,
  what: string,
  perform: () => Promise<Answer>,
): Promise<Answer | undefined> => {
  const { scheduler, faults } = world;
  const place = `${caller.name} ${what}`;
  const fault = faults.at(place, faultKinds, 4);
  const wait = latencyOf(world, place);
  const slow = fault?.kind === 'provider-slow' ? fault.ms : 0;
  if (fault?.kind === 'provider-request-lost') {
    await scheduler.travel(caller, TIMEOUT_MS);
    return undefined;
  }
  if (wait + slow > TIMEOUT_MS) {
    void scheduler
      .travel(undefined, wait + slow)
      .then(perform)
      .catch(() => undefined);
    await scheduler.travel(caller, TIMEOUT_MS);
    return undefined;
  }
  await scheduler.travel(undefined, wait + slow);
  const answer = await perform();
  await scheduler.travel(caller, fault?.kind === 'provider-reply-lost' ? TIMEOUT_MS : wait);
  return fault?.kind === 'provider-reply-lost' ? undefined : answer;
};
