import { createInventoryStore, createSteps as inventorySteps } from '@counterstep/inventory/participant';
import {
  createOrderStore,
  createReturnStore,
  createSteps as ordersSteps,
} from '@counterstep/orders/participant';
import {
  createPaymentStore,
  createRefundStore,
  createSteps as paymentsSteps,
  type PaymentProvider,
} from '@counterstep/payments/participant';
import {
  createShipmentStore,
  createSteps as shippingSteps,
  type Carrier,
} from '@counterstep/shipping/participant';
import type { DocumentStore, Write } from '@counterstep/document-store';
import { rootFieldOf, type StepAnswer } from '@counterstep/saga-engine';
import { noTrace, withoutNulls, type Clock } from '@counterstep/service-kit';
import type { StepOutcome, StepScope } from '@counterstep/step-barrier';
import { unchanged, type DocumentWrites } from '@counterstep/step-barrier/document-store';
import { Kind, type FieldNode } from 'graphql';
import type { Disk } from '../disk.ts';
import { Moods } from '../moods.ts';
import type { Answers } from '../operations.ts';
import type { Process } from '../process.ts';
import { callOf, Subgraph, type Life, type SubgraphRequest } from '../subgraph.ts';
import type { World } from '../world.ts';

type Payload = Readonly<Record<string, unknown>>;

/** The real steps of a subgraph, by their mutation. */
export type Handlers = Readonly<
  Record<
    string,
    (
      input: never,
      context: never,
      scope: StepScope<DocumentWrites>,
    ) => Promise<StepOutcome<object, DocumentWrites>>
  >
>;

/** The third parties as a process reaches them. */
export interface ThirdParties {
  readonly provider: PaymentProvider;
  readonly carrier: Carrier;
}

const nothing = (): void => undefined;

/** How each subgraph's steps are made, on a store of its own; notifications are a model that sends nothing. */
export const stepsOf: Readonly<
  Record<string, (store: DocumentStore, clock: Clock, third: ThirdParties) => Handlers>
> = {
  orders: (store, clock) =>
    ordersSteps({ orders: createOrderStore(store), returns: createReturnStore(store), clock }, nothing),
  inventory: (store, clock) => inventorySteps(createInventoryStore(store), clock),
  payments: (store, clock, { provider }) =>
    paymentsSteps({
      ...{ payments: createPaymentStore(store), refunds: createRefundStore(store), provider, clock },
      count: nothing,
    }),
  shipping: (store, clock, { carrier }) => shippingSteps(createShipmentStore(store), carrier, clock),
  notifications: () => ({
    sendOrderConfirmation: sendNothing,
    sendCancellation: sendNothing,
    sendOrderNews: sendNothing,
    sendRefund: sendNothing,
  }),
};

const sendNothing = (): Promise<StepOutcome<object, DocumentWrites>> => Promise.resolve(unchanged({}));

export interface ShopSubgraphOptions {
  readonly name: string;
  readonly disk: Disk;
  readonly answers: Answers;
  readonly thirdPartiesOf: (process: Process) => ThirdParties;
}

/** A subgraph of the shop: its real steps behind the real barrier, in a process and on a disk of the simulated world. */
export const shopSubgraph = (
  world: World,
  { name, disk, answers, thirdPartiesOf }: ShopSubgraphOptions,
): Subgraph<Handlers> => {
  const moods = new Moods(world);
  const create = stepsOf[name];
  if (create === undefined) throw new TypeError(`There is no subgraph ${name}.`);
  return new Subgraph<Handlers>(world, {
    ...{ name, disk, answers },
    open: (store, clock, process) => create(store, clock, thirdPartiesOf(process)),
    work: (life, request) => work(life, request, { world, moods, answers }),
    // Ids that the steps make differ from run to run, and the points of faults must not.
    wordOf: ({ kind, collection }: Write) => `${kind} in ${collection}`,
  });
};

interface Surroundings {
  readonly world: World;
  readonly moods: Moods;
  readonly answers: Answers;
}

const work = async (
  { barrier, parts: handlers }: Life<Handlers>,
  request: SubgraphRequest,
  { world, moods, answers }: Surroundings,
): Promise<StepAnswer> => {
  const call = callOf(request, answers, world);
  if (moods.isBusy(call)) return answers.busy(request, world);
  moods.failOrGo(call);
  const root = rootFieldOf(request.document);
  const handler = root && handlers[root.name.value];
  if (root === undefined || handler === undefined) throw new TypeError(`${call.step} has no handler.`);
  const input = withoutNulls(request.variables['input'] as object);
  const response = await barrier.run(call, (scope) =>
    handler(input as never, { trace: noTrace } as never, scope),
  );
  return { kind: 'data', data: { [answers.of(request.document).root]: selected(root, response) } };
};

/** What a field selects of a value, as GraphQL would answer it. */
const selected = (field: FieldNode, value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  const { selectionSet } = field;
  if (selectionSet === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => selected(field, item));
  return Object.fromEntries(
    selectionSet.selections.flatMap((part) =>
      part.kind === Kind.FIELD
        ? [[(part.alias ?? part.name).value, selected(part, (value as Payload)[part.name.value])]]
        : [],
    ),
  );
};
