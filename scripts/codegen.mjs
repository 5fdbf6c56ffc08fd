// Generates TypeScript types from the SDL: resolver types for each subgraph, and the coordinator's operations.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { subgraphSdl } from '@counterstep/schema';
import { sagasSdl } from '@counterstep/saga-service/sdl';
import { stepsSdl } from '@counterstep/step-barrier/sdl';
import { parse } from 'graphql';

/** Our own types that stand for GraphQL types, per subgraph; paths are relative to `src/generated/`. */
const mappers = {
  catalog: {
    Product: '../domain/product.js#Product as ProductDocument',
    ProductConnection: '../product-store.js#ProductConnection as ProductPage',
  },
  customers: {
    Customer: '../domain/customer.js#Customer as CustomerDocument',
    CustomerConnection: '../customer-store.js#CustomerConnection as CustomerPage',
    Session: '../sessions.js#Session as IssuedSession',
  },
  inventory: {
    Order: '../context.js#OrderReference',
    Product: '../context.js#ProductReference',
    Reservation: '../domain/reservation.js#Reservation as ReservationDocument',
    ReservationRecord: '../domain/reservation.js#Reservation as ReservationDocument',
    ReservationConnection: '../reservation-store.js#ReservationConnection as ReservationConnectionPage',
    ReservationRecordConnection: '../books.js#ReservationPage',
    Stock: '../domain/stock.js#Stock as StockTotals',
    StockItem: '../domain/stock.js#StockItem as StockDocument',
    StockItemConnection: '../inventory-store.js#StockItemConnection as StockItemPage',
    StockMovement: '../domain/movement.js#StockMovement as StockMovementDocument',
    StockMovementConnection: '../movement-store.js#StockMovementConnection as StockMovementPage',
    StockLevel: '../domain/stock.js#StockLevel as StockLevelEvent',
    Warehouse: '../domain/warehouse.js#Warehouse as WarehouseDocument',
  },
  orders: {
    Order: '../context.js#OrderWithPayment',
    OrderLine: '../domain/fulfilment.js#CountedLine as CountedOrderLine',
    OrderConnection: '../order-store.js#OrderConnection as OrderPage',
    Return: '../domain/return.js#Return as ReturnDocument',
    ReturnConnection: '../return-store.js#ReturnConnection as ReturnPage',
    Customer: '../context.js#CustomerReference',
  },
  payments: {
    Order: '../context.js#OrderReference',
    Payment: '../domain/payment.js#Payment as PaymentDocument',
    PaymentConnection: '../payment-store.js#PaymentConnection as PaymentPage',
    Refund: '../domain/refund.js#Refund as RefundDocument',
    RefundConnection: '../refund-store.js#RefundConnection as RefundPage',
    Return: '../context.js#ReturnReference',
    SimulatedCharge: '../provider/charges.js#Charge',
    SimulatedChargeConnection: '../provider/simulated-provider.js#ChargeConnection',
  },
  shipping: {
    Order: '../context.js#OrderReference',
    Return: '../context.js#ReturnReference',
    ParcelReport: '../domain/parcel-report.js#ParcelReport as ParcelReportDocument',
    Shipment: '../domain/shipment.js#Shipment as ShipmentDocument',
    ShipmentConnection: '../shipment-store.js#ShipmentConnection as ShipmentPage',
    SimulatedBooking: '../carrier/bookings.js#Booking',
    SimulatedBookingConnection: '../carrier/simulated-carrier.js#BookingConnection',
  },
  notifications: {
    Order: '../context.js#OrderReference',
    Notification: '../domain/notification.js#Notification as NotificationDocument',
    NotificationConnection: '../notification-store.js#NotificationConnection as NotificationPage',
  },
  coordinator: {
    Saga: '@counterstep/saga-engine#SagaDocument',
    SagaConnection: '@counterstep/saga-engine#SagaConnection as SagaPage',
    SagaEvent: '@counterstep/saga-service#SagaProgress',
    SagaStep: '@counterstep/saga-engine#StepState',
    SagaStatistics: '@counterstep/saga-service#SagaStatistics as SagaFigures',
    SagaDefinition: '@counterstep/saga-engine#SagaPlan',
    SagaDefinitionStep: '@counterstep/saga-engine#PlannedStep',
    Audit: '@counterstep/saga-service#AuditDocument',
    AuditFinding: '@counterstep/saga-service#Finding as FindingRecord',
    AuditExamined: '@counterstep/saga-service#Examined',
    Order: '../context.js#OrderReference',
    Product: '../node/node.js#NodeReference',
    Customer: '../node/node.js#NodeReference',
    Shipment: '../node/node.js#NodeReference',
    Payment: '../node/node.js#NodeReference',
    Refund: '../context.js#RefundReference',
    Return: '../context.js#ReturnReference',
  },
};

/** The same for the saga service without any domain. */
const sagaMappers = {
  Audit: '../audit/audit-store.js#AuditDocument',
  AuditExamined: '../audit/run-audit.js#Examined',
  AuditFinding: '../audit/finding.js#Finding as FindingRecord',
  Saga: '@counterstep/saga-engine#SagaDocument',
  SagaConnection: '@counterstep/saga-engine#SagaConnection as SagaPage',
  SagaDefinition: '@counterstep/saga-engine#SagaPlan',
  SagaDefinitionStep: '@counterstep/saga-engine#PlannedStep',
  SagaEvent: '../progress.js#SagaProgress',
  SagaStatistics: '../saga-statistics.js#SagaStatistics as SagaFigures',
  SagaStep: '@counterstep/saga-engine#StepState',
};

const root = new URL('../', import.meta.url);

const scalars = {
  DateTime: 'string',
  SafeInt: 'number',
  Currency: 'string',
  ID: 'string',
  JSONObject: 'Readonly<Record<string, unknown>>',
};
const common = { federation: true, enumsAsTypes: true, useTypeImports: true, immutableTypes: true, scalars };

const schemaOf = (name) => parse(subgraphSdl(name));

async function generate(folder, name, { schema, documents = [], plugins, config }) {
  const filename = new URL(`${folder}/src/generated/${name}.ts`, root);
  await mkdir(new URL('.', filename), { recursive: true });
  const output = await codegen({
    filename: filename.pathname,
    schema,
    documents,
    plugins: Object.keys(plugins).map((plugin) => ({ [plugin]: {} })),
    pluginMap: plugins,
    config,
  });
  await writeFile(filename, output);
}

async function operationsFor(name) {
  const sources = new URL('coordinator/src/', root);
  const files = (await readdir(sources, { recursive: true })).filter((file) =>
    file.endsWith(`/${name}.graphql`),
  );
  return Promise.all(
    files.sort().map(async (file) => ({
      location: file,
      document: parse(await readFile(new URL(file, sources), 'utf8')),
    })),
  );
}

const resolverConfig = (mappersOfSubgraph, context) => ({
  ...common,
  mappers: mappersOfSubgraph,
  contextType: `../context.js#${context}`,
  defaultScalarType: 'unknown',
});

await generate('packages/saga-service', 'schema', {
  schema: parse(
    `${await readFile(new URL('schema/common.graphql', root), 'utf8')}\n${stepsSdl()}\n${sagasSdl()}`,
  ),
  plugins: { typescript, resolvers },
  config: resolverConfig(sagaMappers, 'SagaContext'),
});

await Promise.all(
  Object.entries(mappers).map(async ([name, mappersOfSubgraph]) => {
    const schema = await schemaOf(name);
    const documents = await operationsFor(name);
    await generate(name === 'coordinator' ? name : `subgraphs/${name}`, 'schema', {
      schema,
      plugins: { typescript, resolvers },
      config: resolverConfig(mappersOfSubgraph, 'Context'),
    });
    if (documents.length === 0) return;
    await generate('coordinator', name, {
      schema,
      documents,
      plugins: { operations, typedDocumentNode },
      config: common,
    });
  }),
);
