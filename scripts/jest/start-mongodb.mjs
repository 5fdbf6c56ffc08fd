// One MongoDB for all tests that need it, where the environment does not name one.
export default async function startMongodb() {
  if (process.env.MONGO_URI) return;
  const { findMongo } = await import('../../packages/document-store/dist/testing/mongo.js');
  const source = await findMongo();
  // Where there is none, each test says why it is skipped, or fails where it is required.
  if (source.missing !== undefined) {
    process.env.MONGO_MISSING = source.missing;
    return;
  }
  globalThis.testMongodb = await source.start();
  process.env.MONGO_URI = globalThis.testMongodb.uri;
}
