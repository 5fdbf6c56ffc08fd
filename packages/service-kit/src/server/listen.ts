import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { InvalidConfiguration } from '@counterstep/primitives';

/**
 * Listens, and returns the base URL, such as `http://127.0.0.1:4000`; closes the server if it cannot listen.
 *
 * @throws {InvalidConfiguration} if the port cannot be used; the message names the variable that sets it.
 */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  variable = 'PORT',
): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw portFailure(error, variable);
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const protocol = app.server instanceof TlsServer ? 'https' : 'http';
  return `${protocol}://${name === '0.0.0.0' || name === '[::]' ? '127.0.0.1' : name}:${address.port}`;
}

function portFailure(error: unknown, variable: string): unknown {
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return new InvalidConfiguration(
      `Port ${port} of ${address} is in use. Choose another one with ${variable}.`,
    );
  if (code === 'EACCES' && port !== undefined)
    return new InvalidConfiguration(`Port ${port} may not be used. Choose another one with ${variable}.`);
  return error;
}
