import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noTls, type TlsConfig } from '@counterstep/primitives';
import { openDocumentStore, StoreUnavailable } from '@counterstep/document-store';
import { makeAuthority, type Certificate } from '@counterstep/service-kit/testing/certificates';
import {
  findMongod,
  startMongoReplicaSet,
  type MongoReplicaSet,
} from '@counterstep/document-store/testing/mongo-replica-set';

const binary = findMongod();
// A build that skipped these tests would prove nothing.
const isSkipped = binary === undefined && !process.env['REQUIRE_MONGO'];
const describeWhereFound = isSkipped ? describe.skip : describe;

describeWhereFound('a MongoDB that speaks mutual TLS', () => {
  let folder: string;
  let certificate: Certificate;
  let mongo: MongoReplicaSet;
  const open = (tls: TlsConfig) =>
    openDocumentStore({
      service: 'orders',
      mongoDb: 'tls',
      dataDir: folder,
      mongoUri: `${mongo.uri}&tls=true&serverSelectionTimeoutMS=2000`,
      tls,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-tls-'));
    certificate = await (await makeAuthority(folder)).issue('member');
    mongo = await startMongoReplicaSet(binary!, 1, certificate);
  }, 120_000);

  afterAll(async () => {
    await mongo.stop();
    await rm(folder, { recursive: true });
  });

  it('is used with the certificates of the service', async () => {
    const store = await open(certificate);
    const things = store.collection({ name: 'things' });
    await store.commit([things.insert({ id: '1' })]);
    await expect(things.get('1')).resolves.toMatchObject({ id: '1' });
    await store.close();
  });

  it('cannot be reached without them', async () => {
    await expect(open(noTls)).rejects.toThrow(StoreUnavailable);
    await expect(open({ ...noTls, caFile: certificate.caFile })).rejects.toThrow(StoreUnavailable);
  });
});
