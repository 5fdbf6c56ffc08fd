import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

export interface OutletLimits {
  /** How many bytes may wait to be read before another piece makes it too many; 0 is no limit. */
  readonly unsentBytes: number;
  /** How long a client may read nothing while something waits for it, in milliseconds. */
  readonly stallMs: number;
  /** Takes bytes that wait to be read on the client's account; undefined where it is too many. */
  readonly hold: (request: IncomingMessage, bytes: number) => (() => void) | undefined;
}

/** The body of an answer that is written piece by piece, to a client that may read slowly, or not at all. */
export interface Outlet {
  /** Whether there is still somebody to write to. */
  readonly open: boolean;
  /** Resolves once the connection has closed, from whichever side. */
  readonly closed: Promise<void>;
  /** Writes a piece; resolves once there is room for another. A client that leaves too much unread is cut off. */
  write(text: string): Promise<void>;
  /** Writes the last piece. What is not read by then is cut off after the time that a client may read nothing. */
  end(text?: string): void;
}

export interface Beat {
  readonly text: string;
  readonly everyMs: number;
}

/** Begins an answer with the headers that it has got so far. */
export function openOutlet(
  reply: FastifyReply,
  contentType: string,
  beat: Beat,
  limits: OutletLimits,
): Outlet {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': contentType,
    'cache-control': 'no-cache, no-store',
    // nginx and its like would collect the pieces.
    'x-accel-buffering': 'no',
  });
  raw.on('error', () => raw.destroy());
  const closed = new Promise<void>((resolve) => {
    // A client may have left while it was admitted.
    if (raw.closed || raw.destroyed) resolve();
    else raw.once('close', resolve);
  });
  const write = createWriting(raw, reply.request.raw, limits);
  const beating = setInterval(() => {
    if (!raw.writableNeedDrain) void write(beat.text);
  }, beat.everyMs).unref();
  const watching = watchReading(raw, limits.stallMs);
  void closed.then(() => {
    clearInterval(beating);
    clearInterval(watching);
  });
  return {
    get open() {
      return isOpen(raw);
    },
    closed,
    write,
    end: (text = '') => {
      clearInterval(beating);
      if (isOpen(raw)) raw.end(text);
    },
  };
}

const isOpen = (raw: ServerResponse): boolean => !raw.destroyed && !raw.writableEnded;

function createWriting(raw: ServerResponse, request: IncomingMessage, { unsentBytes, hold }: OutletLimits) {
  return async (text: string): Promise<void> => {
    if (!isOpen(raw)) return;
    const bytes = Buffer.from(text);
    const tooMany = unsentBytes > 0 && raw.writableLength > unsentBytes;
    const release = tooMany ? undefined : hold(request, bytes.length);
    if (!release) {
      raw.destroy();
      return;
    }
    let held = true;
    const releaseOnce = (): void => {
      if (held) release();
      held = false;
    };
    raw.once('close', releaseOnce);
    const room = raw.write(bytes, () => {
      raw.off('close', releaseOnce);
      releaseOnce();
    });
    if (room) return;
    const gone = new AbortController();
    const closing = (): void => {
      gone.abort();
    };
    raw.once('close', closing);
    await once(raw, 'drain', { signal: gone.signal }).catch(() => undefined);
    raw.off('close', closing);
  };
}

/** Cuts off a client that has read nothing for so long, although something waits for it. */
function watchReading(raw: ServerResponse, stallMs: number): NodeJS.Timeout {
  let sent = 0;
  let looks = 0;
  return setInterval(() => {
    const now = raw.socket?.bytesWritten ?? 0;
    const waiting = raw.writableLength > 0 || (raw.socket?.writableLength ?? 0) > 0;
    looks = waiting && now === sent ? looks + 1 : 0;
    sent = now;
    if (looks >= LOOKS) raw.destroy();
  }, stallMs / LOOKS).unref();
}

const LOOKS = 4;
