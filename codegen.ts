import type { CodegenConfig } from '@graphql-codegen/cli';

/** Which of our own types stand for GraphQL types, per subgraph; paths are relative to `src/generated/`. */
const mappers: Record<string, Record<string, string>> = {
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
    Stock: '../domain/stock.js#Stock as StockTotals',
    StockItem: '../domain/stock.js#StockItem as StockDocument',
    StockItemConnection: '../inventory-store.js#StockItemConnection as StockItemPage',
    StockLevel: '../domain/stock.js#StockLevel as StockLevelEvent',
  },
  orders: {
    Order: '../domain/order.js#Order as OrderDocument',
    OrderLine: '../domain/order.js#OrderLine as OrderLineDocument',
    OrderConnection: '../order-store.js#OrderConnection as OrderPage',
    Customer: '../context.js#CustomerReference',
  },
  payments: {
    Order: '../context.js#OrderReference',
    Payment: '../domain/payment.js#Payment as PaymentDocument',
    PaymentConnection: '../payment-store.js#PaymentConnection as PaymentPage',
    SimulatedCharge: '../provider/charges.js#Charge',
    SimulatedChargeConnection: '../provider/simulated-provider.js#ChargeConnection',
  },
  shipping: {
    Order: '../context.js#OrderReference',
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
    Saga: '../saga-store.js#SagaDocument',
    SagaConnection: '../saga-store.js#SagaConnection as SagaPage',
    SagaEvent: '../progress.js#SagaProgress',
    Order: '../context.js#OrderReference',
  },
};

const folderOf = (name: string) => (name === 'coordinator' ? 'coordinator' : `subgraphs/${name}`);

const sdlOf = (name: string) => ['schema/common.graphql', `schema/subgraphs/${name}.graphql`];

const scalars = {
  DateTime: 'string',
  SafeInt: 'number',
  Currency: 'string',
  ID: 'string',
};

const resolverTypes = Object.keys(mappers).map((name) => [
  `${folderOf(name)}/src/generated/schema.ts`,
  {
    schema: sdlOf(name),
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      federation: true,
      enumsAsTypes: true,
      useTypeImports: true,
      immutableTypes: true,
      scalars,
      mappers: mappers[name],
      contextType: '../context.js#Context',
      defaultScalarType: 'unknown',
    },
  },
]);

const operations = Object.keys(mappers)
  .filter((name) => name !== 'coordinator')
  .map((name) => [
    `coordinator/src/generated/${name}.ts`,
    {
      schema: sdlOf(name),
      documents: `coordinator/src/**/${name}.graphql`,
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { useTypeImports: true, enumsAsTypes: true, immutableTypes: true, scalars, federation: true },
    },
  ]);

const config: CodegenConfig = {
  ignoreNoDocuments: true,
  generates: Object.fromEntries([...resolverTypes, ...operations]),
};

// The command-line tool of GraphQL Code Generator reads the default export.
export default config;
