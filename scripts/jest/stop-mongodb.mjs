export default async function stopMongodb() {
  await globalThis.testMongodb?.stop();
}
