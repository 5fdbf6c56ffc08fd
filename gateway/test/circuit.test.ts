import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callThrough, createCircuit, SubgraphSilent, type Call, type Circuit } from '../src/http/circuit.ts';
const connectTimeout = () => Object.assign(new Error('no connection'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
const inTime = { isLate: () => false, repeatable: false };

const create = (probe: (signal: AbortSignal) => Promise<boolean>): Circuit =>
  createCircuit({ probe, changed: () => undefined, silenceMs: 400, probeMs: 300 });

/** Waits until the circuit says that it is in vain. */
const hang = ({ signal }: Call): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });

describe('A circuit', () => {
  let circuit: Circuit;

  beforeEach(() => {
    circuit = create(() => Promise.resolve(false));
  });

  afterEach(() => {
    circuit.close();
  });

  it('tries again what found no connection while others are answered', async () => {
    let tries = 0;
    const send = () => {
      tries += 1;
      if (tries > 2) return Promise.resolve('answer');
      circuit.begin().heard();
      return Promise.reject(connectTimeout());
    };
    expect(await callThrough(circuit, send, inTime)).toBe('answer');
    expect(tries).toBe(3);
    expect(circuit.open).toBe(false);
  });

  it('opens when nobody finds a connection', async () => {
    const refused = connectTimeout();
    await expect(callThrough(circuit, () => Promise.reject(refused), inTime)).rejects.toBe(refused);
    expect(circuit.open).toBe(true);
  });

  it('tries again what found no connection while probes are answered, though no call is', async () => {
    circuit.close();
    let probes = 0;
    circuit = create(() => {
      probes += 1;
      return Promise.resolve(true);
    });
    let tries = 0;
    const send = async () => {
      tries += 1;
      await new Promise(setImmediate);
      if (tries > 2) return 'answer';
      throw connectTimeout();
    };
    expect(await callThrough(circuit, send, inTime)).toBe('answer');
    expect([tries, probes > 0, circuit.open]).toEqual([3, true, false]);
  });

  it('tries nothing again that may have been sent', async () => {
    let tries = 0;
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const send = () => {
      tries += 1;
      circuit.begin().heard();
      return Promise.reject(reset);
    };
    await expect(callThrough(circuit, send, inTime)).rejects.toBe(reset);
    expect(tries).toBe(1);
  });

  it('tries nothing again when there is no time left', async () => {
    const refused = connectTimeout();
    const send = () => {
      circuit.begin().heard();
      return Promise.reject(refused);
    };
    await expect(callThrough(circuit, send, { isLate: () => true, repeatable: false })).rejects.toBe(refused);
    expect(circuit.open).toBe(false);
  });

  it('opens when a probe is not answered either, and ends all that waits', async () => {
    const calls = Array.from({ length: 20 }, () => callThrough(circuit, hang, inTime));
    const outcomes = await Promise.allSettled(calls);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(SubgraphSilent) });
    expect(circuit.open).toBe(true);
    await expect(callThrough(circuit, () => Promise.resolve('answer'), inTime)).rejects.toThrow(
      SubgraphSilent,
    );
  });

  it('aborts a probe that takes too long', async () => {
    circuit.close();
    circuit = create(async (signal) => {
      await once(signal, 'abort');
      return false;
    });
    await expect(callThrough(circuit, hang, inTime)).rejects.toThrow(SubgraphSilent);
  });

  it('waits for what is slow and answers probes, however long that takes', async () => {
    circuit.close();
    let answer: (text: string) => void = () => undefined;
    const slow = new Promise<string>((resolve) => (answer = resolve));
    let probes = 0;
    circuit = create(() => {
      probes += 1;
      if (probes === 3) answer('late');
      return Promise.resolve(true);
    });
    expect(await callThrough(circuit, () => slow, inTime)).toBe('late');
    expect(circuit.open).toBe(false);
  });

  it('asks nothing while something of an answer comes', async () => {
    circuit.close();
    let probes = 0;
    circuit = create(() => {
      probes += 1;
      return Promise.resolve(true);
    });
    const trickle = async (call: Call): Promise<string> => {
      for (let piece = 0; piece < 10; piece += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        call.heard();
      }
      return 'all of it';
    };
    expect(await callThrough(circuit, trickle, inTime)).toBe('all of it');
    expect(probes).toBe(0);
  });

  describe('in a process that stands still itself', () => {
    let server: Server;

    beforeEach(async () => {
      server = createServer((_request, response) => response.end('alive')).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterEach(() => {
      server.close();
    });

    it('takes nobody else for silent', async () => {
      circuit.close();
      const { port } = server.address() as AddressInfo;
      let answer: (text: string) => void = () => undefined;
      const slow = new Promise<string>((resolve) => (answer = resolve));
      circuit = create(async (signal) => {
        const asking = once(get({ port, host: '127.0.0.1', agent: false, signal }), 'response');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
        const answered = await asking.then(
          () => true,
          () => false,
        );
        answer(answered ? 'alive' : 'aborted');
        return answered;
      });
      expect(await callThrough(circuit, () => slow, inTime)).toBe('alive');
      expect(circuit.open).toBe(false);
    });
  });
});
