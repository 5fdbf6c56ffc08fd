/**
 * How a call of a simulated third party fails: `request-lost` before it arrives, so that nothing happens; `reply-lost`
 * afterwards, so that it has happened and the caller cannot know.
 */
export type Fault = 'none' | 'request-lost' | 'reply-lost';

/**
 * Draws whether and how a call fails; `rate` is from 0 (never) to 1 (always), and `random` returns numbers from 0 to
 * below 1.
 */
export const drawFault = (rate: number, random: () => number): Fault => {
  if (random() >= rate) return 'none';
  return random() < 0.5 ? 'request-lost' : 'reply-lost';
};
