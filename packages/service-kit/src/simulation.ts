/**
 * How a call of a simulated third party fails: `request-lost` on the way there, so that nothing happens;
 * `reply-lost` on the way back, so that it has happened and the caller cannot know.
 */
export type Fault = 'none' | 'request-lost' | 'reply-lost';

/** Draws whether and how a call fails; `rate` is 0 (never) to 1 (always), `random` gives numbers from 0 to below 1. */
export const drawFault = (rate: number, random: () => number): Fault => {
  if (random() >= rate) return 'none';
  return random() < 0.5 ? 'request-lost' : 'reply-lost';
};
