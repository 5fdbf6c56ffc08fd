import { CodedError } from '@counterstep/platform';

/** How long one operation may take, and how much it may be answered. */
export interface RunLimits {
  readonly deadlineMs: number;
  /** What all its subgraphs may answer together, in bytes. */
  readonly answerBytes: number;
}

/** One operation while it runs. */
export interface Run {
  /** Aborted when nobody wants the answer any more; its reason says why. */
  readonly signal: AbortSignal;
  /**
   * Counts bytes of an answer.
   *
   * @throws {AnswerTooLarge} when there are too many; the operation is over then.
   */
  readonly receive: (bytes: number) => void;
  /** Forgets its timer. */
  end(): void;
}

/** What was asked for did not come in time, or nobody waits for it any more. */
export class RunEnded extends CodedError {}

/** Starts an operation, which ends at its deadline, or when its client has `left`. */
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
      const message = `The answer has more than ${answerBytes} bytes; ask for smaller pages.`;
      const reason = new RunEnded('BAD_USER_INPUT', message);
      controller.abort(reason);
      throw reason;
    },
    end: () => {
      clearTimeout(timer);
      left?.removeEventListener('abort', leave);
    },
  };
}
