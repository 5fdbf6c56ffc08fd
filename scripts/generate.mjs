// Regenerates everything that is derived: supergraph, API schema, types, and the tables in docs/.
import { spawnSync } from 'node:child_process';

const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

// Programs cannot be bundled while the generated files are stale.
run('node', 'scripts/build.mjs', '--no-bundle');
run('node', 'scripts/compose.mjs');
run('node', 'scripts/codegen.mjs');
run('node', 'scripts/build.mjs');
run('node', 'scripts/document.mjs');
run('node', 'scripts/metrics.mjs');
run('node', 'scripts/sagas.mjs');
run('node', 'scripts/picture.mjs');
run('node', 'scripts/chart.mjs');
run('node', 'examples/trip/dist/compose.js');
