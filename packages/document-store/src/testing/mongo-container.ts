import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerRuntimeClient } from 'testcontainers';
import type { Source, TestMongo } from './source.ts';

const IMAGE = 'mongo:8';
/** The time for a pull over a slow network, in ms; an engine that cannot reach a registry fails sooner, or never. */
const PULL_TIMEOUT_MS = 120_000;

async function engine(): Promise<ContainerRuntimeClient | undefined> {
  try {
    const { getContainerRuntimeClient } = await import('testcontainers');
    return await getContainerRuntimeClient();
  } catch {
    return undefined;
  }
}

/** Why the engine cannot get the image; undefined if it has it or has pulled it. */
async function whyNotPulled(client: ContainerRuntimeClient): Promise<string | undefined> {
  const { ImageName } = await import('testcontainers');
  const image = ImageName.fromString(IMAGE);
  if (await client.image.exists(image)) return undefined;
  const pulled = new AbortController();
  try {
    await Promise.race([
      client.image.pull(image),
      delay(PULL_TIMEOUT_MS, undefined, { signal: pulled.signal, ref: false }),
    ]);
    // The stream of progress may have ended in an error that the client ignores.
    return (await client.image.exists(image))
      ? undefined
      : `it is not there after ${PULL_TIMEOUT_MS / 1000} s, or when its pull has ended`;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  } finally {
    pulled.abort();
  }
}

/** Has the engine clean up after a killed test, if it can get the image for that. */
async function allowForNoReaper(client: ContainerRuntimeClient): Promise<void> {
  const { getReaper } = await import('testcontainers');
  await getReaper(client).catch(() => {
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  });
}

async function startContainer(client: ContainerRuntimeClient): Promise<TestMongo> {
  const { MongoDBContainer } = await import('@testcontainers/mongodb');
  await allowForNoReaper(client);
  const container = await new MongoDBContainer(IMAGE).start();
  return {
    uri: `${container.getConnectionString()}/?directConnection=true`,
    stop: async () => {
      await container.stop();
    },
  };
}

/** A source of MongoDB in a container, if a Docker engine answers and has the image or can pull it. */
export async function findContainer(): Promise<Source<TestMongo>> {
  const client = await engine();
  if (client === undefined) return { missing: 'no Docker engine' };
  const why = await whyNotPulled(client);
  if (why === undefined) return { start: () => startContainer(client) };
  return { missing: `a Docker engine that answers and cannot pull ${IMAGE}: ${why}` };
}
