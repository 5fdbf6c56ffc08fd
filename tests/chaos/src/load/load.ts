import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@counterstep/primitives/testing';
import { logIn, type Client } from './client.ts';
import { Ledger } from './ledger.ts';
import { Shopper } from './shopper.ts';
import { drawVisit } from './visits.ts';

/** How many customers may be there at once; more are turned away. */
const MOST_VISITS = 200;
const PLENTY = 900_000;

/**
 * The stock that is added to the demo data: plenty; and of the last two products, none in the warehouse that has the
 * other.
 */
const SHELVES: readonly (readonly [sku: string, warehouse: string, delta: number])[] = [
  ['MUG-BLUE', 'EAST', PLENTY],
  ['DESK-LAMP', 'EAST', PLENTY],
  ['KEYBOARD-87', 'EAST', PLENTY],
  ['KEYBOARD-87', 'WEST', -60],
  ['MOUSE-ERGO', 'WEST', PLENTY],
  ['MOUSE-ERGO', 'EAST', -140],
];

const ADJUST = `mutation ($input: AdjustStockInput!) {
  adjustStock(input: $input) { errors { __typename ... on UserError { message } } } }`;

/** The clients that use the system. */
export interface Customers {
  readonly ada: Client;
  readonly grace: Client;
  readonly admin: Client;
}

/** Logs all clients in, and fills up the stock. */
export async function openShop(url: string): Promise<Customers> {
  const [ada, grace, admin] = await Promise.all([
    logIn(url, 'ada'),
    logIn(url, 'grace'),
    logIn(url, 'admin'),
  ]);
  for (const [sku, warehouse, delta] of SHELVES)
    await admin.ask(ADJUST, { input: { sku, warehouse, delta, reason: 'chaos' } });
  return { ada, grace, admin };
}

/** Customers who arrive at a steady rate, no matter how those before them fare. */
export class Load {
  readonly ledger = new Ledger();
  readonly #customers: Customers;
  readonly #random: Random;
  readonly #run: string;
  readonly #late = new AbortController();
  readonly #visiting = new Set<Promise<void>>();
  #visits = 0;
  #isOpen = true;

  /** `run` begins the idempotency keys. */
  constructor(customers: Customers, random: Random, run: string) {
    this.#customers = customers;
    this.#random = random;
    this.#run = run;
    setMaxListeners(0, this.#late.signal);
  }

  /** How many customers are there now. */
  get visiting(): number {
    return this.#visiting.size;
  }

  /** How many customers have come in all. */
  get visits(): number {
    return this.#visits;
  }

  /** Lets customers arrive until `close`. */
  async open(perSecond: number): Promise<void> {
    const from = performance.now();
    for (let arrived = 0; this.#isOpen; arrived += 1) {
      await delay(Math.max(0, (arrived * 1000) / perSecond - (performance.now() - from)));
      if (this.#visiting.size < MOST_VISITS) this.#enter();
    }
  }

  close(): void {
    this.#isOpen = false;
  }

  /** Aborts the remaining visits; resolves when they have ended. */
  async sendAway(): Promise<void> {
    this.#late.abort();
    await Promise.all(this.#visiting);
  }

  #enter(): void {
    const visit = drawVisit(this.#random, `${this.#run}-${(this.#visits += 1)}`);
    const { admin, [visit.customer]: customer } = this.#customers;
    const shopper = new Shopper({ customer, admin, ledger: this.ledger, signal: this.#late.signal });
    const visiting = shopper.visit(visit).catch((error: unknown) => {
      this.ledger.findings.push(`visit ${String(visit.input['idempotencyKey'])}: ${String(error)}`);
    });
    this.#visiting.add(visiting);
    void visiting.then(() => this.#visiting.delete(visiting));
  }
}
