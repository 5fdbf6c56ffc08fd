import type { Address } from '@counterstep/service-kit';

/** An address for an answer: absent fields become null. */
export const addressOf = ({ line2 = null, region = null, ...address }: Address) => ({
  ...address,
  line2,
  region,
});
