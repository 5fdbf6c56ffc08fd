import { describe, expect, it } from '@jest/globals';
import {
  commonVariables,
  flagVariable,
  millisecondsVariable,
  portVariable,
  rateVariable,
  readVariables,
  serviceConfig,
  urlVariable,
  InvalidConfiguration,
} from '@counterstep/service-kit';

const variables = {
  ...commonVariables,
  PORT: portVariable(8000),
  WAIT_MS: millisecondsVariable(500, 'How long to wait'),
  FAILURE_RATE: rateVariable('How many fail'),
  FAST: flagVariable(false, 'Whether to hurry'),
  ORDERS_URL: urlVariable('http://127.0.0.1:8000', 'Where orders answers'),
};
const read = (environment: Record<string, string | undefined>) => readVariables(variables, environment);
const configOf = (environment: Record<string, string>) => serviceConfig(read(environment));

describe('configuration', () => {
  it('has a default for every variable, fit for a first start', () => {
    expect(configOf({})).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 8000,
      logLevel: 'info',
      mongoUri: undefined,
      mongoDb: 'counterstep',
      dataDir: './data',
      demoData: true,
      keys: {
        sessionPrivate: undefined,
        sessionPublic: undefined,
        internalPrivate: undefined,
        internalPublic: undefined,
      },
      tls: { certFile: undefined, keyFile: undefined, caFile: undefined },
      metrics: { at: 'service', runtime: 'process' },
      logOutput: expect.objectContaining({ files: undefined }),
    });
  });

  it('serves metrics on METRICS_PORT, else beside the service, and in production nowhere', () => {
    const placeOf = (environment: Record<string, string>) => configOf(environment).metrics.at;
    expect(placeOf({ METRICS_PORT: '9100' })).toBe(9100);
    expect(placeOf({ METRICS_PORT: '9100', NODE_ENV: 'production' })).toBe(9100);
    expect(placeOf({ METRICS_PORT: '' })).toBe('service');
    expect(placeOf({ NODE_ENV: 'test' })).toBe('service');
    expect(placeOf({ NODE_ENV: 'production' })).toBe('off');
  });

  it('refuses a metrics port that is that of the service, unless both are free ones', () => {
    expect(() => configOf({ PORT: '8000', METRICS_PORT: '8000' })).toThrow(
      'METRICS_PORT must not be the same as PORT',
    );
    expect(configOf({ PORT: '0', METRICS_PORT: '0' }).metrics.at).toBe(0);
  });

  it('takes an empty variable for an absent one, and leaves others alone', () => {
    expect(read({ PORT: '', MONGO_URI: '', UNKNOWN: 'x' })).toEqual(read({}));
  });

  it('reads numbers, flags, rates, URLs and keys', () => {
    const values = read({
      PORT: '0',
      WAIT_MS: '1',
      FAILURE_RATE: '0.5',
      FAST: '1',
      ORDERS_URL: 'https://orders.internal:8443',
      INTERNAL_PUBLIC_KEYS: '{"keys":[]}',
    });
    expect(values).toMatchObject({
      PORT: 0,
      WAIT_MS: 1,
      FAILURE_RATE: 0.5,
      FAST: true,
      ORDERS_URL: 'https://orders.internal:8443',
      INTERNAL_PUBLIC_KEYS: { keys: [] },
    });
  });

  it('names every wrong variable in one line, and quotes no value', () => {
    const wrong = {
      NODE_ENV: 'staging',
      LOG_LEVEL: 'loud',
      MONGO_URI: 'postgres://user:hunter2@db',
      MONGO_DB: '1st',
      DEMO_DATA: 'maybe',
      SESSION_PRIVATE_KEY: '{"d":"hunter2"',
      INTERNAL_PUBLIC_KEYS: '[]',
      PORT: '65536',
      WAIT_MS: '0',
      FAILURE_RATE: '1.5',
      FAST: 'yes',
      ORDERS_URL: 'orders:8000',
    };
    const message = failureOf(wrong);
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
    for (const value of ['hunter2', 'staging', 'postgres']) expect(message).not.toContain(value);
    expect(message).not.toContain('\n');
  });

  it.each([
    ['PORT', '80.5'],
    ['PORT', '-1'],
    ['PORT', 'http'],
    ['WAIT_MS', 'soon'],
    ['FAILURE_RATE', '-0.1'],
    ['FAILURE_RATE', 'often'],
    ['ORDERS_URL', 'ftp://orders'],
    ['SESSION_PUBLIC_KEYS', 'no JSON'],
    ['SESSION_PUBLIC_KEYS', 'null'],
  ])('refuses %s=%s', (name, value) => {
    expect(failureOf({ [name]: value })).toContain(name);
  });

  it.each([
    [{}, true],
    [{ NODE_ENV: 'production' }, false],
    [{ NODE_ENV: 'production', DEMO_DATA: 'true' }, true],
    [{ DEMO_DATA: 'false' }, false],
    [{ DEMO_DATA: '0' }, false],
  ])('makes of %j demo data: %s', (environment, demoData) => {
    expect(configOf(environment).demoData).toBe(demoData);
  });
});

function failureOf(environment: Record<string, string>): string {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.message;
    throw error;
  }
  throw new Error('It was accepted.');
}
