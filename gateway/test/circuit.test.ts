import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCircuit, sendThrough, type Circuit } from '../src/http/circuit.ts';

const connectTimeout = () => Object.assign(new Error('no connection'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
const inTime = () => false;

describe('A circuit', () => {
  let circuit: Circuit;

  beforeEach(() => {
    circuit = createCircuit(
      () => Promise.resolve(false),
      () => undefined,
    );
  });

  afterEach(() => {
    circuit.close();
  });

  it('tries again what found no connection while others are answered', async () => {
    let tries = 0;
    const send = () => {
      tries += 1;
      if (tries > 2) return Promise.resolve('answer');
      circuit.begin().answered();
      return Promise.reject(connectTimeout());
    };
    expect(await sendThrough(circuit, send, inTime)).toBe('answer');
    expect(tries).toBe(3);
    expect(circuit.open).toBe(false);
  });

  it('opens when nobody finds a connection', async () => {
    const refused = connectTimeout();
    await expect(sendThrough(circuit, () => Promise.reject(refused), inTime)).rejects.toBe(refused);
    expect(circuit.open).toBe(true);
  });

  it('tries nothing again that may have been sent', async () => {
    let tries = 0;
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const send = () => {
      tries += 1;
      circuit.begin().answered();
      return Promise.reject(reset);
    };
    await expect(sendThrough(circuit, send, inTime)).rejects.toBe(reset);
    expect(tries).toBe(1);
  });

  it('tries nothing again when there is no time left', async () => {
    const refused = connectTimeout();
    const send = () => {
      circuit.begin().answered();
      return Promise.reject(refused);
    };
    await expect(sendThrough(circuit, send, () => true)).rejects.toBe(refused);
    expect(circuit.open).toBe(false);
  });
});
