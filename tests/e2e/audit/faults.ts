import { openDocumentStore, type Collection, type Document, type Write } from '@counterstep/document-store';

type Any = Document & Readonly<Record<string, unknown>>;

type Plan = (collection: (name: string) => Collection<Any>) => Promise<readonly Write[]> | readonly Write[];

/** Changes documents of a service behind its back, while the system is stopped. */
async function tamper(dataDir: string, service: string, plan: Plan): Promise<void> {
  const store = await openDocumentStore({ service, mongoDb: 'unused', dataDir });
  try {
    await store.commit(await plan((name) => store.collection<Any>({ name })));
  } finally {
    await store.close();
  }
}

/** Sets fields of the one document of an order. */
export const setOfOrder = (dataDir: string, service: string, name: string, orderId: string, fields: object) =>
  tamper(dataDir, service, async (collection) => {
    const documents = collection(name);
    const [found] = (await documents.find({ where: { orderId }, limit: 1 })).edges;
    if (found === undefined) throw new Error(`There is no document of the order ${orderId} in ${name}.`);
    return [documents.update(found.node.id, {}, { $set: fields })];
  });

/** Sets and removes fields of a document. */
export const setById = (
  dataDir: string,
  service: string,
  name: string,
  id: string,
  fields: object,
  unset: readonly string[] = [],
) =>
  tamper(dataDir, service, (collection) => [
    collection(name).update(id, {}, { $set: fields, ...(unset.length > 0 && { $unset: unset }) }),
  ]);

/** Sets fields of a document to values computed from it. */
export const changeById = (
  dataDir: string,
  service: string,
  name: string,
  id: string,
  change: (document: Any) => object,
) =>
  tamper(dataDir, service, async (collection) => {
    const documents = collection(name);
    const found = await documents.get(id);
    if (found === undefined) throw new Error(`There is no ${id} in ${name}.`);
    return [documents.update(id, {}, { $set: change(found) })];
  });

/** Removes a document. */
export const removeById = (dataDir: string, service: string, name: string, id: string) =>
  tamper(dataDir, service, (collection) => [collection(name).remove(id, {})]);

/** Adds a copy of a document, under another id and with other fields. */
export const copy = (
  dataDir: string,
  service: string,
  name: string,
  id: string,
  as: string,
  fields: object = {},
) =>
  tamper(dataDir, service, async (collection) => {
    const documents = collection(name);
    const found = await documents.get(id);
    if (found === undefined) throw new Error(`There is no ${id} in ${name}.`);
    const { version: _, ...document } = found;
    return [documents.insert({ ...document, ...fields, id: as })];
  });
