import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithReplicaSet } from '@counterstep/document-store/testing';
import { freeAddress } from '../support/free-address.ts';
import { startProgram } from '../support/system.ts';

describeWithReplicaSet(
  { describe, beforeAll, afterAll },
  'A service that is there before MongoDB',
  (replicaSet) => {
    it('is ready once it can be reached', async () => {
      const { host, port } = await freeAddress();
      const way = await freeAddress();
      const [, hosts, rest] = /^mongodb:\/\/([^/]+)(.*)$/.exec(replicaSet().uri)!;
      const target = new URL(`tcp://${hosts!.split(',')[0]!}`);
      const uri = `mongodb://${way.host}:${way.port}${rest!}`;
      const program = startProgram('catalog', {
        ...{ HOST: host, PORT: String(port), LOG_LEVEL: 'info', MONGO_URI: uri },
        MONGO_DB: `e2e_${randomUUID().slice(0, 8)}`,
      });
      await program.printed(/waiting for the database/);
      expect((await fetch(`http://${host}:${port}/ready`)).status).toBe(503);

      const proxy = createServer((client) => {
        const upstream = connect(Number(target.port), target.hostname);
        for (const socket of [client, upstream])
          socket
            .on('error', () => undefined)
            .on('close', () => {
              [client, upstream].forEach((one) => one.destroy());
            });
        client.pipe(upstream).pipe(client);
      }).listen(way.port, way.host);
      await once(proxy, 'listening');
      await program.printed(/"msg":"listening"/);
      expect((await fetch(`http://${host}:${port}/ready`)).status).toBe(200);

      program.process.kill('SIGTERM');
      expect(await program.ended).toBe(0);
      proxy.close();
    }, 60_000);
  },
);
