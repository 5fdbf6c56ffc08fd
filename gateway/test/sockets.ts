import { afterEach, beforeEach } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { WebSocket } from 'ws';
import type { GatewayConfig } from '../src/config.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';

/** A field of the library's gateway. */
export const TITLE = '{ book(id: "1") { title } }';

/** A library for each test of the file; `start` starts its gateway with other limits for clients. */
export function useLibrary() {
  let kit: LibraryKit;
  beforeEach(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => kit.end());
  return {
    get kit(): LibraryKit {
      return kit;
    },
    start: (clients: Partial<GatewayConfig['clients']>): Promise<Service> =>
      kit.gateway({ clients: { ...kit.config.clients, ...clients } }),
  };
}

/** A socket that has been accepted, or the code and the reason with which it was closed. */
export async function open(
  { url }: Service,
  options: {
    readonly authorization?: string;
    readonly from?: string;
    readonly upgrade?: boolean;
    readonly forwardedFor?: string;
  } = {},
): Promise<WebSocket | string> {
  const { authorization, from, forwardedFor, upgrade = false } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    ...(from === undefined ? {} : { localAddress: from }),
    headers: {
      ...(upgrade ? { authorization } : {}),
      ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    },
  });
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'connection_init', payload: upgrade ? {} : { authorization } }));
  });
  return new Promise((resolve) => {
    socket.on('error', ({ message }) => {
      resolve(message);
    });
    socket.once('message', () => {
      resolve(socket);
    });
    socket.once('close', (code, reason) => {
      resolve(`${code} ${reason.toString()}`);
    });
  });
}

/** A socket that has been accepted. */
export const opened = async (...args: Parameters<typeof open>): Promise<WebSocket> => {
  const socket = await open(...args);
  if (typeof socket === 'string') throw new Error(socket);
  return socket;
};

/** The code with which a socket is closed. */
export const closing = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', resolve));

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Opens so many sockets. */
export const sockets = async (count: number, ...args: Parameters<typeof open>) => {
  const all = await Promise.all(times(count, () => open(...args)));
  return {
    open: all.filter((socket) => typeof socket !== 'string'),
    refusals: all.filter((socket) => typeof socket === 'string'),
  };
};
