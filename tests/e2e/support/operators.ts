import type { Client } from './client.ts';
import { PROGRESS, type SagaEvent } from './orders.ts';

/** A saga as an operator sees it. */
export interface OperatedSaga {
  readonly id: string;
  readonly status: string;
  readonly paused: boolean;
  readonly stuckReason: string | null;
  readonly waivedSteps: readonly string[];
  readonly sequence: number;
  readonly failure: { readonly step: string | null; readonly code: string } | null;
  readonly steps: readonly { readonly name: string; readonly status: string; readonly attempts: number }[];
  readonly events: readonly (SagaEvent & {
    readonly code: string | null;
    readonly message: string | null;
    readonly actor: string | null;
  })[];
  readonly compensationPlan: {
    readonly possible: boolean;
    readonly reason: string | null;
    readonly undone: readonly { readonly name: string }[];
    readonly kept: readonly { readonly step: { readonly name: string }; readonly reason: string }[];
  };
  readonly order: { readonly id: string; readonly status: string } | null;
}

const SAGA = `id status paused stuckReason waivedSteps sequence failure { step code }
  steps { name status attempts } events { sequence type step attempt code message actor }
  compensationPlan { possible reason undone { name } kept { step { name } reason } } order { id status }`;

export interface Commanded {
  readonly saga: OperatedSaga | null;
  readonly errors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[] | null;
  }[];
}

/** The commands of operators, with their input types. */
export const commands = {
  pauseSaga: 'SagaActionInput',
  resumeSaga: 'SagaActionInput',
  retrySaga: 'SagaActionInput',
  compensateSaga: 'SagaActionInput',
  resolveSagaStep: 'ResolveSagaStepInput',
  waiveCompensation: 'WaiveCompensationInput',
} as const;

export type CommandName = keyof typeof commands;

/** The document of a command. */
export const commandDocument = (name: CommandName): string =>
  `mutation ($input: ${commands[name]}!) { ${name}(input: $input) {
    saga { ${SAGA} } errors { __typename ... on UserError { code message path } } } }`;

/** Sends a command for a saga. */
export async function command(
  client: Client,
  name: CommandName,
  sagaId: string,
  more: object = {},
): Promise<Commanded> {
  const input = { sagaId, reason: 'a test wants it', ...more };
  return (await client.ask<Record<CommandName, Commanded>>(commandDocument(name), { input }))[name];
}

export async function sagaOf(client: Client, id: string): Promise<OperatedSaga> {
  const query = `query ($id: ID!) { saga(id: $id) { ${SAGA} } }`;
  const { saga } = await client.ask<{ saga: OperatedSaga | null }>(query, { id });
  if (saga === null) throw new Error(`There is no saga ${id}.`);
  return saga;
}

/** Follows an order until a wanted event arrives. */
export async function untilEvent(
  client: Client,
  orderId: string,
  wanted: (event: SagaEvent) => boolean,
): Promise<void> {
  const following = client.follow<{ orderProgress: SagaEvent }>(PROGRESS, { orderId });
  for await (const { orderProgress } of following) if (wanted(orderProgress)) return;
  throw new Error('The saga has ended before.');
}
