// Runs a command with MONGO_URI set to the given one, or to a replica set that lives as long as the command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('Usage: scripts/with-mongod <command> [argument...]');
  process.exit(2);
}

const { findMongo } = await import('../packages/document-store/dist/testing/mongo.js').catch(() => {
  console.error('Build first: npm run build');
  process.exit(1);
});
const source = await findMongo();
if (source.missing !== undefined) {
  console.error(`There is no MongoDB for the tests: ${source.missing}.`);
  process.exit(1);
}

const mongo = await source.start();
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, MONGO_URI: mongo.uri } });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
try {
  const [code, signal] = await once(child, 'exit');
  process.exitCode = code ?? 128 + constants.signals[signal];
} catch (error) {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exitCode = 127;
} finally {
  await mongo.stop();
}
