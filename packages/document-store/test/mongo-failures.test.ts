import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { MongoServerError } from 'mongodb';
import { StoreFull, StoreUnavailable } from '../src/index.ts';
import { isTransient, translated } from '../src/mongo/failures.ts';

/** Node's error for writing to a socket that its peer has ended. */
async function writingAfterTheEnd(): Promise<unknown> {
  const server = createServer((peer) => peer.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket.resume(), 'end');
  const failed = once(socket, 'error');
  socket.write('too late');
  const [error] = (await failed) as [unknown];
  server.close();
  return error;
}

describe('Failures of MongoDB', () => {
  it('take a connection that the server has ended for a database that did not answer', async () => {
    const error = await writingAfterTheEnd();
    expect(error).toMatchObject({ code: 'EPIPE' });
    expect(isTransient(error)).toBe(true);
    const shown = translated(error);
    expect(shown).toBeInstanceOf(StoreUnavailable);
    expect(shown).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error });
  });

  it('name a disk that is full', () => {
    const error = new MongoServerError({
      code: 14_031,
      errmsg: 'available disk space is less than required',
    });
    const shown = translated(error);
    expect(shown).toBeInstanceOf(StoreFull);
    expect(shown).toMatchObject({ code: 'STORE_FULL', retry: 'safe', cause: error });
  });

  it('leave faults of our own as they are', () => {
    const fault = Object.assign(new Error('No such file.'), { code: 'ENOENT' });
    expect(isTransient(fault)).toBe(false);
    expect(translated(fault)).toBe(fault);
    expect(isTransient(new TypeError('It is not a function.'))).toBe(false);
  });
});
