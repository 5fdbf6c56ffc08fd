import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildASTSchema, graphql, type GraphQLScalarType, parse, type GraphQLSchema } from 'graphql';
import type { JWK } from 'jose';
import { newId } from '@counterstep/service-kit';
import { coded, ReferenceBarrier, type Call, type Fault } from './reference-barrier.ts';

const sdlOf = (fault: Fault): string => `
  directive @step(compensation: String) on FIELD_DEFINITION
  directive @compensation on FIELD_DEFINITION
  scalar DateTime
  input StepInput { sagaId: ID! step: String! item: String epoch: Int! deadline: DateTime! }
  input HoldSeatInput { seatId: ID! rows: [Int!]! note: String }
  input ReleaseSeatInput { seatId: ID! note: String }
  type StepRejection { code: String! message: String! }
  type StepWaiting { for: String! askAgainAt: DateTime! until: DateTime! }
  type HoldSeatPayload { holdId: ID rejection: StepRejection waiting: StepWaiting }
  type CompensationPayload { undone: Boolean${fault === 'P2' ? '' : '!'} }
  enum StepRecordState { INTENDED DONE REJECTED CANCELLED }
  type StepRecord {
    sagaId: ID! step: String! epoch: Int! invoke: StepRecordState compensated: Boolean! recordedAt: DateTime!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type StepRecordConnection { nodes: [StepRecord!]! pageInfo: PageInfo! }
  type _Service { sdl: String! }
  type Query {
    _service: _Service!
    stepRecords(keys: [ID!], since: DateTime, first: Int = 20, after: String): StepRecordConnection!
  }
  type Mutation {
    holdSeat(step: StepInput!, input: HoldSeatInput!): HoldSeatPayload! @step(compensation: "${
      fault === 'P1' ? 'letSeatGo' : 'releaseSeat'
    }")
    releaseSeat(step: StepInput!, input: ReleaseSeatInput!): CompensationPayload! @compensation
    forgetSteps(keys: [ID!]!): Int!
  }`;

function schemaOf(sdl: string, fault: Fault): GraphQLSchema {
  const schema = buildASTSchema(parse(sdl));
  const scalar = schema.getType('DateTime') as GraphQLScalarType;
  scalar.parseValue = (value) => {
    if (fault !== 'P8' && Number.isNaN(Date.parse(String(value)))) throw coded('BAD_USER_INPUT');
    return value;
  };
  return schema;
}

export interface ReferenceKeys {
  readonly coordinator: JWK;
  readonly gateway: JWK;
}

const partsOf = (token: string): readonly Record<string, unknown>[] =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);

function isSigned(token: string, header: Record<string, unknown> | undefined, keys: ReferenceKeys): boolean {
  const key = Object.values(keys).find(({ kid }: JWK) => kid === header?.['kid']) as JWK | undefined;
  const end = token.lastIndexOf('.');
  if (key === undefined || header?.['alg'] !== 'EdDSA') return false;
  const { d: _, ...shown } = key;
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return verify(
    null,
    Buffer.from(token.slice(0, end)),
    createPublicKey({ key: shown, format: 'jwk' }),
    signature,
  );
}

/**
 * Checks that the coordinator calls.
 *
 * @throws {GraphQLError} if another caller does.
 */
function checkCaller(authorization: string | undefined, keys: ReferenceKeys, fault: Fault): void {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    if (fault === 'P3') return;
    throw coded('UNAUTHENTICATED');
  }
  const [header, claims] = partsOf(token);
  const end = claims?.['exp'];
  const isOver = typeof end !== 'number' || Date.now() / 1000 > end + 60;
  if (
    (fault !== 'P4' && !isSigned(token, header, keys)) ||
    (fault !== 'P5' && claims?.['aud'] !== 'counterstep-internal/seats') ||
    (fault !== 'P6' && isOver)
  )
    throw coded('UNAUTHENTICATED');
  if (fault !== 'P7' && header?.['kid'] !== 'coordinator') throw coded('FORBIDDEN');
}

/** The answer to holding seats in these rows: there is no row 13, and row 99 has to wait. */
function holdOf(rows: readonly number[]) {
  const nothing = { holdId: null, rejection: null };
  if (rows.includes(13))
    return { ...nothing, rejection: { code: 'NO_SUCH_ROW', message: 'There is no row 13.' } };
  const [askAgainAt, until] = [1_000, 60_000].map((ms) => new Date(Date.now() + ms).toISOString());
  if (rows.includes(99)) return { ...nothing, waiting: { for: 'OPERATOR', askAgainAt, until } };
  return { ...nothing, holdId: newId() };
}

type Args = Readonly<Record<string, never>> & {
  readonly step: Omit<Call, 'operation' | 'input'>;
  readonly input: Call['input'];
};

function rootOf(sdl: string, barrier: ReferenceBarrier, check: () => void) {
  const guarded =
    <Given, Result>(work: (given: Given) => Result) =>
    (given: Given): Result => {
      check();
      return work(given);
    };
  return {
    _service: { sdl },
    holdSeat: guarded(({ step, input }: Args) =>
      barrier.run({ ...step, operation: 'invoke', input }, () => holdOf(input['rows'] as number[])),
    ),
    releaseSeat: guarded(({ step, input }: Args) =>
      barrier.run({ ...step, operation: 'compensate', input }, () => ({ undone: true })),
    ),
    stepRecords: guarded((given: Parameters<ReferenceBarrier['page']>[0]) => barrier.page(given)),
    forgetSteps: guarded(({ keys }: { readonly keys: readonly string[] }) => barrier.forget(keys)),
  };
}

export interface ReferenceParticipant {
  readonly url: string;
  /** Restarts as after a kill, with durable data intact. */
  restart(): Promise<void>;
  /** How many steps the participant remembers. */
  remembered(): number;
  stop(): Promise<void>;
}

/** Serves a participant that keeps every rule of the protocol except the given one. */
export async function serveReference(keys: ReferenceKeys, fault: Fault): Promise<ReferenceParticipant> {
  const sdl = sdlOf(fault);
  const schema = schemaOf(sdl, fault);
  const barrier = new ReferenceBarrier(fault);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { query, variables } = JSON.parse(await text(request)) as { query: string; variables: object };
    const result = await graphql({
      schema,
      source: query,
      variableValues: variables as Record<string, unknown>,
      rootValue: rootOf(sdl, barrier, () => {
        checkCaller(request.headers.authorization, keys, fault);
      }),
    });
    const isData = result.errors === undefined;
    if (fault === 'P10') response.sendDate = false;
    if (fault === 'P11' && !isData) response.setHeader('retry-after', 'soon');
    response.setHeader('content-type', 'application/json');
    response.statusCode = isData && fault === 'P9' ? 500 : 200;
    response.end(JSON.stringify(result));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    restart: () => {
      barrier.restart();
      server.closeAllConnections();
      return Promise.resolve();
    },
    remembered: () => barrier.size(),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
