import type { Address } from '@counterstep/service-kit';

/** An address as an answer has it: what is unknown is null. */
export const addressOf = ({ line2 = null, region = null, ...address }: Address) => ({
  ...address,
  line2,
  region,
});
