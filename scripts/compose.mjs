// Composes schema/supergraph.graphql and the public schema, schema/api.graphql.
import { writeFile } from 'node:fs/promises';
import { composeServices } from '@apollo/composition';
import federation from '@apollo/federation-internals';
import { parse, printSchema } from 'graphql';
import { subgraphNames, subgraphSdl } from '@counterstep/schema';

const result = composeServices(
  subgraphNames.map((name) => ({
    name,
    url: `http://${name}.invalid/graphql`,
    typeDefs: parse(subgraphSdl(name)),
  })),
);
if (result.errors) {
  for (const error of result.errors) console.error(`${error.extensions?.code ?? 'ERROR'}: ${error.message}`);
  process.exit(1);
}
for (const hint of result.hints) {
  if (hint.definition.level.name === 'WARN') console.warn(`hint ${hint.definition.code}: ${hint.message}`);
}
const api = federation.Supergraph.build(result.supergraphSdl).apiSchema().toGraphQLJSSchema();
await writeFile(new URL('../schema/supergraph.graphql', import.meta.url), result.supergraphSdl);
await writeFile(new URL('../schema/api.graphql', import.meta.url), `${printSchema(api)}\n`);
