import {
  checkLength,
  fingerprint,
  newId,
  validationError,
  type Money,
  type UserError,
  type ValidationError,
} from '@counterstep/service-kit';
import { sagaIdOf, type SagaDocument, type SagaRunner, type SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '@counterstep/saga-service';
import { awaitSaga, isOutcomeKnown } from '../await-saga.ts';
import { RefundableDocument } from '../generated/payments.ts';
import type { IssueRefundInput, PlaceOrderSagaInput, RefundOrderSagaInput } from '../generated/schema.ts';
import type { ViewerRequest } from '../viewer-request.ts';

export type RefundTooLarge = UserError<'RefundTooLarge'> & { readonly refundable: Money };
export type IssueRefundError =
  ValidationError | UserError<'OrderNotFound'> | UserError<'IdempotencyConflict'> | RefundTooLarge;

/** The state of a refund; without a saga, none was begun. */
export interface IssuedRefund {
  readonly saga?: SagaDocument;
  readonly errors: readonly IssueRefundError[];
}

export interface IssueRefundDependencies {
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  readonly ask: Ask;
}

const TYPE = 'RefundOrder';

/**
 * Refunds a part of an order's money, or says why not. The same key and input is the same refund.
 *
 * @throws {ServiceUnavailable} when payments cannot be asked; nothing has happened.
 * @throws {StoreUnavailable} when it is unknown whether the refund has begun; the same key may be used again.
 */
export async function issueRefund(
  input: IssueRefundInput,
  request: ViewerRequest,
  { runner, sagas, ask }: IssueRefundDependencies,
): Promise<IssuedRefund> {
  const problems = checkRequest(input);
  if (problems.length > 0) return { errors: problems };
  const { orderId, amount } = input;
  const hash = fingerprint([TYPE, orderId, amount, input.note.trim()]);
  const sagaId = sagaIdOf(TYPE, request.viewer.id, input.idempotencyKey ?? newId());
  const known = input.idempotencyKey == null ? undefined : await sagas.get(sagaId);
  if (known !== undefined && known.requestHash !== hash) return { errors: [conflict] };
  const left = async (): Promise<Money> =>
    (await ask('payments', RefundableDocument, { orderId }, request)).paymentRecords.nodes[0]?.refundable ?? {
      amount: 0,
      currency: amount.currency,
    };
  const begun = known ?? (await begin(input, { sagaId, hash, left }, request, { runner, sagas }));
  if ('errors' in begun) return begun;
  if (begun.requestHash !== hash) return { errors: [conflict] };
  const saga = await awaitSaga(runner, begun, isOutcomeKnown);
  return { saga, errors: isTooLarge(saga) ? [tooLarge(await left())] : [] };
}

const isTooLarge = ({ failure }: SagaDocument): boolean => failure?.code === 'REFUND_TOO_LARGE';

/** The refund of a saga; null before it exists. */
export const refundOf = ({ steps }: SagaDocument): { readonly id: string } | null => {
  const id = steps.find(({ name }) => name === 'claimRefund')?.output?.['refundId'];
  return typeof id === 'string' ? { id } : null;
};

interface Beginning {
  readonly sagaId: string;
  readonly hash: string;
  /** How much can still be refunded. */
  readonly left: () => Promise<Money>;
}

async function begin(
  { orderId, amount, note }: IssueRefundInput,
  { sagaId, hash, left }: Beginning,
  { viewer, correlationId, trace }: ViewerRequest,
  { runner, sagas }: Pick<IssueRefundDependencies, 'runner' | 'sagas'>,
): Promise<SagaDocument | IssuedRefund> {
  const { sagas: ofOrder } = await sagas.oldestAndNewestOf(orderId, 1);
  const placing = ofOrder.find(({ definitionName }) => definitionName === 'PlaceOrder');
  if (placing?.owner === undefined) return { errors: [notFound] };
  const refundable = await left();
  if (refundable.currency !== amount.currency)
    return { errors: [validationError(`currency must be ${refundable.currency}.`, [...AMOUNT, 'currency'])] };
  // The claim makes the actual decision; this only spares a saga whose failure is certain.
  if (amount.amount > refundable.amount) return { errors: [tooLarge(refundable)] };
  // An archived saga no longer knows whom to write to.
  const { email, name } = placing.input as unknown as Partial<PlaceOrderSagaInput>;
  const sagaInput: RefundOrderSagaInput = {
    ...{ refundId: newId(), orderId, customerId: placing.owner, amount, note: note.trim() },
    ...{ email: email ?? null, name: name ?? '', requestedBy: viewer.id },
  };
  const { saga } = await runner.startSaga({
    ...{ sagaId, definitionName: TYPE, requestHash: hash, correlationId },
    ...{ subject: orderId, owner: placing.owner },
    input: sagaInput,
    ...(trace && { trace }),
    ...(placing.traceparent === undefined ? {} : { links: [placing.traceparent] }),
  });
  return saga;
}

const AMOUNT = ['input', 'amount'];
const MAX_NOTE = 500;

const checkRequest = ({ amount, note, idempotencyKey }: IssueRefundInput): readonly ValidationError[] => [
  ...(amount.amount < 1 ? [validationError('amount must be at least 1.', [...AMOUNT, 'amount'])] : []),
  ...checkLength(note, ['input', 'note'], 1, MAX_NOTE),
  ...(idempotencyKey == null ? [] : checkLength(idempotencyKey, ['input', 'idempotencyKey'], 8, 128)),
];

const notFound: UserError<'OrderNotFound'> = {
  __typename: 'OrderNotFound',
  code: 'ORDER_NOT_FOUND',
  message: 'There is no such order.',
  path: ['input', 'orderId'],
};

const conflict: UserError<'IdempotencyConflict'> = {
  __typename: 'IdempotencyConflict',
  code: 'IDEMPOTENCY_CONFLICT',
  message: 'The idempotency key was used before with other input.',
  path: ['input', 'idempotencyKey'],
};

const tooLarge = (refundable: Money): RefundTooLarge => ({
  __typename: 'RefundTooLarge',
  code: 'REFUND_TOO_LARGE',
  message: 'That is more than what can still be given back.',
  path: AMOUNT,
  refundable,
});
