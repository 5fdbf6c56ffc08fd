import { millisecondsVariable } from '@counterstep/service-kit';
import { z } from 'zod';
import type { RevocationsConfig } from './revocation-source.ts';

/** The variables that configure revoked sessions. */
export const revocationVariables = {
  REVOCATIONS_FROM: z
    .string()
    .regex(
      /^([a-z][\w-]*\.[_a-zA-Z]\w*)?$/,
      'must be the names of a subgraph and a field, with a dot between',
    )
    .optional()
    .describe(
      'The subgraph and its field that tell of ended sessions, such as `customers.revocations`, the default with this project’s supergraph; empty: none, tokens are good until they expire.',
    ),
  REVOCATIONS_INTERVAL_MS: millisecondsVariable(2_000, 'How often ended sessions are asked for'),
};

type Values = z.output<z.ZodObject<typeof revocationVariables>>;

/** The source of revocations; only this project's own supergraph has a default. */
export function revocationsOf(values: Values, foreign: boolean): RevocationsConfig | undefined {
  const [subgraph = '', field = ''] = (
    values.REVOCATIONS_FROM ?? (foreign ? '' : 'customers.revocations')
  ).split('.');
  return subgraph === '' ? undefined : { subgraph, field, intervalMs: values.REVOCATIONS_INTERVAL_MS };
}
