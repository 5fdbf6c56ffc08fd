import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

export interface OutletLimits {
  /** How many bytes may be unread before another piece is refused; 0 is no limit. */
  readonly unsentBytes: number;
  /** How long a client may read nothing while data waits for it, in milliseconds. */
  readonly stallMs: number;
  /** Charges unread bytes to the client's quota; undefined if they are too many. */
  readonly hold: (request: IncomingMessage, bytes: number) => (() => void) | undefined;
}

/** The body of an answer that is written in pieces, to a client that may read slowly or not at all. */
export interface Outlet {
  /** Whether the client is still connected. */
  readonly open: boolean;
  /** Resolves once either side has closed the connection. */
  readonly closed: Promise<void>;
  /** Writes a piece; resolves once there is room for another. Cuts off a client that leaves too much unread. */
  write(text: string): Promise<void>;
  /** Writes the last piece, and cuts off a client that does not read it before the stall limit. */
  end(text?: string): void;
}

export interface Beat {
  readonly text: string;
  readonly everyMs: number;
}

/** Starts an answer with the headers that are set so far. */
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
    // Proxies such as nginx would otherwise buffer the pieces.
    'x-accel-buffering': 'no',
  });
  raw.on('error', () => raw.destroy());
  const closed = new Promise<void>((resolve) => {
    // The client may have left during admission.
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

/** Cuts off a client that has read nothing for `stallMs` although data waits for it. */
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
