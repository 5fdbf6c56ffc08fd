/** Every subgraph of the shop, in the order of composition: where it listens by default, and who tells others where it is. */
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

/** The subgraphs of the supergraph, in the order in which they are composed. */
export const subgraphNames: readonly SubgraphName[] = services.map(({ name }) => name);

/** Where a subgraph listens where nothing else is said. */
export const portOf = (name: SubgraphName): number =>
  services.find((service) => service.name === name)?.port ?? 0;
