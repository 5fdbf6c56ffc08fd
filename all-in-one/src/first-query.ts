import { createGraphqlClient } from '@counterstep/graphql-client';
import { accessTokenOf, demoInput } from '@counterstep/schema/demo';

/** The playground's first query: places an order and selects everything about it. */
export const FIRST_QUERY = `# Place an order, and see everything about it in one answer.
mutation PlaceOrder {
  placeOrder(input: {
    lines: [{ sku: "MUG-BLUE", quantity: 2 }]
    payment: { token: "tok_visa" }
    waitFor: FINISHED
  }) {
    order {
      id
      number
      status
      total { amount currency }
      lines { quantity product { name } }
      payment { status }
      shipment { trackingNumber status }
      saga { id status steps { name subgraph status attempts } }
    }
    errors { ... on UserError { code message path } }
  }
}

# Then follow its saga, from the first event on:
subscription Progress($orderId: ID!) {
  orderProgress(orderId: $orderId) {
    sequence
    type
    step
    message
    order { status payment { status } }
  }
}
`;

/** The playground's initial headers; each visit logs the first demo customer in again. */
export async function demoHeaders(gatewayUrl: string): Promise<Readonly<Record<string, string>>> {
  const anybody = createGraphqlClient({ url: gatewayUrl });
  const token = await accessTokenOf((query, variables) => anybody.ask(query, variables), demoInput('ada'));
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
