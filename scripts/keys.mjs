// Prints a new set of keys as environment variables, and says which service needs which.
import { exportJWK, generateKeyPair } from 'jose';

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log(
    'Prints new keys for a production installation as environment variables.\n\nUsage: npm run --silent keys',
  );
  process.exit(0);
}

const makeKey = async (kid) => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
};
const publicPart = ({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' });
const setOf = (...keys) => JSON.stringify({ keys: keys.map(publicPart) });

const [session, gateway, coordinator] = await Promise.all(['session', 'gateway', 'coordinator'].map(makeKey));

console.log(`# customers
SESSION_PRIVATE_KEY='${JSON.stringify(session)}'

# gateway
SESSION_PUBLIC_KEYS='${setOf(session)}'
INTERNAL_PRIVATE_KEY='${JSON.stringify(gateway)}'

# coordinator
INTERNAL_PRIVATE_KEY='${JSON.stringify(coordinator)}'

# every subgraph, the coordinator among them
INTERNAL_PUBLIC_KEYS='${setOf(gateway, coordinator)}'`);
