/**
 * Every subgraph of the shop, in the order of composition: its default port, and the variable that tells other services
 * its URL.
 */
export const services = [
  { name: 'catalog', port: 8005, urlVariable: 'CATALOG_URL' },
  { name: 'customers', port: 8006, urlVariable: 'CUSTOMERS_URL' },
  { name: 'inventory', port: 8001, urlVariable: 'INVENTORY_URL' },
  { name: 'orders', port: 8000, urlVariable: 'ORDERS_URL' },
  { name: 'payments', port: 8002, urlVariable: 'PAYMENTS_URL' },
  { name: 'shipping', port: 8003, urlVariable: 'SHIPPING_URL' },
  { name: 'notifications', port: 8004, urlVariable: 'NOTIFICATIONS_URL' },
  { name: 'coordinator', port: 9000, urlVariable: 'COORDINATOR_URL' },
] as const;

export type SubgraphName = (typeof services)[number]['name'];

/** The subgraph of the saga service. */
export const sagaSubgraph = 'coordinator' satisfies SubgraphName;

/** The names of the subgraphs, in the order of composition. */
export const subgraphNames: readonly SubgraphName[] = services.map(({ name }) => name);

/** The default port of a subgraph. */
export const portOf = (name: SubgraphName): number =>
  services.find((service) => service.name === name)?.port ?? 0;
