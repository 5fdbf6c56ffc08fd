import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { newestDefinition } from '@counterstep/coordinator/sagas';
import {
  createGraphqlTransport,
  render,
  type Json,
  type SagaDefinition,
  type StepDefinition,
  type StepOutput,
  type StepTransport,
  type TemplateScope,
} from '@counterstep/saga-engine';
import { instant, newId, systemClock } from '@counterstep/service-kit';
import { createInternalSigner, type Viewer } from '@counterstep/identity';
import type { AllInOneConfig } from '@counterstep/all-in-one';
import type { Service } from '@counterstep/service-kit/server';

/** The input of a PlaceOrder saga, for an order of two mugs. */
const sagaInput = (): Json => {
  const quantities = [{ sku: 'MUG-BLUE', quantity: 2 }];
  return {
    orderId: newId(),
    customerId: newId(),
    ...{ email: 'ada@example.com', name: 'Ada' },
    quantities,
    lines: [{ ...quantities[0], name: 'Mug', unitPrice: { amount: 1400, currency: 'USD' } }],
    total: { amount: 2800, currency: 'USD' },
    shippingAddress: {
      ...{ name: 'Ada', line1: '12 Analytical Way', city: 'Springfield', postalCode: '12345', country: 'US' },
    },
    paymentToken: 'tok_visa',
    placedAt: instant(systemClock),
  };
};

/** Calls the mutations of PlaceOrder in sequence, those of parcels concurrently, and records nothing. */
async function callSteps(transport: StepTransport, { steps }: SagaDefinition): Promise<void> {
  const sagaId = newId();
  const input = sagaInput();
  const outputs: Record<string, StepOutput | readonly StepOutput[]> = {};
  for (const definition of steps) {
    const { name, forEach } = definition;
    const scope = { input, steps: outputs };
    if (forEach === undefined) outputs[name] = await callStep(transport, sagaId, definition, scope);
    else {
      const items = render(forEach.items, scope) as readonly Readonly<Record<string, Json>>[];
      outputs[name] = await Promise.all(
        items.map((item) => callStep(transport, sagaId, definition, { ...scope, item })),
      );
    }
  }
}

async function callStep(
  transport: StepTransport,
  sagaId: string,
  { name, subgraph, invoke, forEach }: StepDefinition,
  scope: TemplateScope,
): Promise<StepOutput> {
  const variables = Object.entries(invoke.variables).map(
    ([key, template]) => [key, render(template, scope)] as const,
  );
  const deadline = new Date(Date.now() + 60_000).toISOString();
  const item = forEach && { item: (scope.item as Readonly<Record<string, Json>>)[forEach.key] };
  const step = { sagaId, step: name, ...item, epoch: 1, deadline };
  const answer = await transport.send({
    subgraph,
    document: invoke.document,
    variables: { ...Object.fromEntries(variables), step },
    correlationId: sagaId,
    signal: AbortSignal.timeout(60_000),
  });
  if (answer.kind === 'error') throw new Error(`${name}: ${answer.message}`);
  return Object.values(answer.data as Readonly<Record<string, StepOutput>>)[0] ?? {};
}

/**
 * Serves the baseline of a saga over HTTP: each request makes the same GraphQL calls from the same process, without a
 * coordinator and without recording progress. `/token` signs a token that orders accepts for the posted viewer; `/cpu`
 * returns the processor time that the process has used.
 */
export async function startBaseline(
  urls: Readonly<Record<string, string>>,
  config: AllInOneConfig,
): Promise<Service> {
  const { internalPrivate } = config.coordinator.keys;
  if (internalPrivate === undefined) throw new Error('The coordinator has no key.');
  const sign = await createInternalSigner(internalPrivate);
  const transport = createGraphqlTransport({
    urlOf: (subgraph) => urls[subgraph] ?? '',
    headers: async (subgraph) => ({ authorization: `Bearer ${await sign(subgraph, undefined)}` }),
  });
  const placeOrder = newestDefinition('PlaceOrder');
  const answer = async (request: IncomingMessage): Promise<string> => {
    if (request.url === '/token') return sign('orders', JSON.parse(await text(request)) as Viewer);
    if (request.url === '/cpu') return JSON.stringify(process.cpuUsage());
    await callSteps(transport, placeOrder);
    return '';
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.writeHead(200).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: 'baseline',
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
