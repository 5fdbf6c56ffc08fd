import { resolve } from 'node:path';
import type { AllInOneConfig } from './config.ts';
import { DEMO_LOGINS, DEMO_PASSWORD } from '@counterstep/schema/demo';

/** The text printed once everything runs: the addresses, the demo logins, and what to try first. */
export function banner(url: string, config: AllInOneConfig): string {
  const storage =
    config.mongoUri === undefined ? `embedded, ${resolve(config.dataDir)}` : 'MongoDB (MONGO_URI)';
  const logins = DEMO_LOGINS.map(({ email, role }) => `    ${email.padEnd(20)} ${role}`).join('\n');
  const demo = `
  Logins, all with the password ${DEMO_PASSWORD}
${logins}
`;
  const playground = config.gateway.playground
    ? `\n  Playground  ${url}/graphql   (in a browser; a first order is filled in)`
    : '';
  return `
  Counterstep is ready.
${playground}
  GraphQL     ${url}/graphql   (subscriptions: ${url.replace(/^http/, 'ws')}/graphql)
  Storage     ${storage}
${config.demoData ? demo : ''}
  First query
    curl -s ${url}/graphql -H 'content-type: application/json' \\
      -d '{"query":"{ products(first: 3) { nodes { sku name price { amount currency } stock { available } } } }"}'

  ${config.demoData ? 'Nine orders, drawn live:   npm run demo     ' : ''}More logs:  LOG_LEVEL=info npm start      Stop:  Ctrl+C
`;
}
