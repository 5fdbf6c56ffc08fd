// Starts one MongoDB for all tests that need it, unless the environment names one.
export default async function startMongodb() {
  if (process.env.MONGO_URI) return;
  const { findMongo } = await import('../../packages/document-store/dist/testing/mongo.js');
  const source = await findMongo();
  // Without a MongoDB, each test says why it is skipped, or fails where MongoDB is required.
  if (source.missing !== undefined) {
    process.env.MONGO_MISSING = source.missing;
    return;
  }
  globalThis.testMongodb = await source.start();
  process.env.MONGO_URI = globalThis.testMongodb.uri;
}
