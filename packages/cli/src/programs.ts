/** A program with its own bundle in `dist/`, which itself reads its arguments and its environment. */
export interface Program {
  readonly bundle: string;
  readonly meaning: string;
}

/** A program that listens. */
export interface ServiceProgram extends Program {
  /** The default TCP port, which PORT overrides. */
  readonly port: number;
}

/** The programs that run until they are stopped, by the word that starts them. */
export const services: Readonly<Record<string, ServiceProgram>> = {
  gateway: { bundle: 'gateway', port: 4000, meaning: 'the one endpoint for clients' },
  coordinator: { bundle: 'coordinator', port: 9000, meaning: 'runs the sagas' },
  catalog: { bundle: 'catalog', port: 8005, meaning: 'products and prices' },
  customers: { bundle: 'customers', port: 8006, meaning: 'accounts and sessions' },
  inventory: { bundle: 'inventory', port: 8001, meaning: 'stock and reservations' },
  orders: { bundle: 'orders', port: 8000, meaning: 'orders and their lines' },
  payments: { bundle: 'payments', port: 8002, meaning: 'payments and refunds' },
  shipping: { bundle: 'shipping', port: 8003, meaning: 'shipments and tracking' },
  notifications: { bundle: 'notifications', port: 8004, meaning: 'mails to customers' },
  'all-in-one': { bundle: 'all-in-one', port: 4000, meaning: 'all of them in one process' },
};

/** The programs that do one thing and end, by the word that starts them. */
export const tools: Readonly<Record<string, Program>> = {
  audit: {
    bundle: 'coordinator-audit',
    meaning: 'compares what sagas say with what every service has recorded',
  },
  conform: {
    bundle: 'cli-conform',
    meaning: 'checks whether a participant of sagas keeps the protocol, over the wire',
  },
  demo: { bundle: 'all-in-one-demo', meaning: 'plays orders against a running system' },
  role: { bundle: 'customers-role', meaning: 'gives a registered customer a role' },
  health: { bundle: 'cli-health', meaning: 'asks the service of this container whether it lives' },
  keys: { bundle: 'cli-keys', meaning: 'makes keys, and replaces them without a stop' },
  smoke: {
    bundle: 'cli-smoke',
    meaning: 'uses a running system as a customer does, and says whether it works',
  },
  trace: { bundle: 'cli-trace', meaning: 'names the source files in the stack traces of a log' },
};
