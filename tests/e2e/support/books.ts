import type { Client } from './client.ts';

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A charge in the simulated payment provider's ledger. */
export interface Charge {
  readonly status: string;
  readonly amount: { readonly amount: number } | null;
  readonly refunded: { readonly amount: number } | null;
  readonly order: { readonly id: string } | null;
}

/** A booking in the simulated carrier's book. */
export interface Booking {
  readonly status: string;
  readonly trackingNumber: string | null;
  readonly order: { readonly id: string } | null;
}

/** All nodes of a connection of the public schema, page by page. */
export async function everything<Node>(
  admin: Client,
  field: string,
  fields: string,
): Promise<readonly Node[]> {
  const query = `query ($after: String) { page: ${field}(first: 100, after: $after) {
    nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const { page }: { page: Page<Node> } = await admin.ask<{ page: Page<Node> }>(query, { after });
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

/** All charges in the payment provider's own ledger. */
export const allCharges = (admin: Client): Promise<readonly Charge[]> =>
  everything<Charge>(admin, 'simulatedCharges', 'status amount { amount } refunded { amount } order { id }');

/** All bookings in the carrier's own book. */
export const allBookings = (admin: Client): Promise<readonly Booking[]> =>
  everything<Booking>(admin, 'simulatedBookings', 'status trackingNumber order { id }');

/** The charges of an order in the payment provider's own ledger. */
export const chargesOf = async (admin: Client, orderId: string): Promise<readonly Charge[]> =>
  (await allCharges(admin)).filter(({ order }) => order?.id === orderId);

/** The bookings of an order in the carrier's own book. */
export const bookingsOf = async (admin: Client, orderId: string): Promise<readonly Booking[]> =>
  (await allBookings(admin)).filter(({ order }) => order?.id === orderId);
