import { CodedError } from '@counterstep/service-kit';

/** How long one operation may take, and how large its answers may be. */
export interface RunLimits {
  readonly deadlineMs: number;
  /** The most bytes that all its subgraphs may answer together, and that the client may be answered. */
  readonly answerBytes: number;
}

/** One operation while it runs. */
export interface Run {
  /** Aborted when the answer is no longer wanted; the reason says why. */
  readonly signal: AbortSignal;
  /**
   * Counts bytes of an answer, and ends the operation when there are too many.
   *
   * @throws {RunEnded} when there are too many; the operation is over then.
   */
  readonly receive: (bytes: number) => void;
  /** Clears its timer. */
  end(): void;
}

/** The answer did not come in time, or nobody waits for it any more. */
export class RunEnded extends CodedError {}

/** The error of an answer with more bytes than one operation may have. */
export const answerTooLarge = (answerBytes: number): RunEnded =>
  new RunEnded('BAD_USER_INPUT', `The answer has more than ${answerBytes} bytes; ask for smaller pages.`);

/** Starts an operation, which ends at its deadline or when its client has `left`. */
export function startRun({ deadlineMs, answerBytes }: RunLimits, left?: AbortSignal): Run {
  const controller = new AbortController();
  const end = (reason: RunEnded) => () => {
    controller.abort(reason);
  };
  const late = `The operation took longer than ${deadlineMs} ms; what was not answered by then is null.`;
  const timer = setTimeout(end(new RunEnded('SERVICE_UNAVAILABLE', late)), deadlineMs);
  const leave = end(new RunEnded('SERVICE_UNAVAILABLE', 'The client has left.'));
  if (left?.aborted) leave();
  left?.addEventListener('abort', leave, { once: true });
  let received = 0;
  return {
    signal: controller.signal,
    receive: (bytes) => {
      received += bytes;
      if (received <= answerBytes) return;
      const reason = answerTooLarge(answerBytes);
      controller.abort(reason);
      throw reason;
    },
    end: () => {
      clearTimeout(timer);
      left?.removeEventListener('abort', leave);
    },
  };
}
