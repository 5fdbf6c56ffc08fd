import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@counterstep/service-kit';

const logged = (level: string, write: (log: ReturnType<typeof createLogger>) => void) => {
  const lines: string[] = [];
  write(createLogger('orders', level, { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('the log', () => {
  it('is one JSON object per entry, with service, level by name, and instant', () => {
    const [entry] = logged('info', (log) => {
      log.child({ correlationId: 'abc' }).warn({ orderId: 'order-1' }, 'late');
    });
    expect(entry).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
      service: 'orders',
      correlationId: 'abc',
      orderId: 'order-1',
      msg: 'late',
    });
  });

  it('leaves out what is below its level', () => {
    const entries = logged('warn', (log) => {
      log.info('fine');
      log.error('broken');
    });
    expect(entries.map(({ msg }) => msg)).toEqual(['broken']);
  });

  it.each([
    'password',
    'passwordHash',
    'accessToken',
    'refreshToken',
    'token',
    'paymentToken',
    'authorization',
    'cookie',
    'sessionPrivate',
    'internalPrivate',
    'mongoUri',
  ])('strikes out %s, in entries, children and errors', (name) => {
    const secret = 'hunter2-hunter2';
    const entries = logged('info', (log) => {
      log.info({ [name]: secret });
      log.info({ input: { [name]: secret, name: 'Ada' } });
      log.info({ request: { headers: [{ [name]: secret }, { [name]: { nested: secret } }] } });
      log.child({ [name]: secret }).info('child');
      log.error({ err: Object.assign(new Error('failed'), { [name]: secret }) });
    });
    expect(entries).toHaveLength(5);
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(entries[1]).toMatchObject({ input: { name: 'Ada', [name]: '[redacted]' } });
  });

  it('keeps what has a form of its own, and ends with what contains itself', () => {
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    const [first, second] = logged('info', (log) => {
      log.info({ at: new Date(0), err: new Error('broken') });
      log.info({ circle });
    });
    expect(first).toMatchObject({
      at: '1970-01-01T00:00:00.000Z',
      err: { type: 'Error', message: 'broken', stack: expect.stringContaining('log.test.ts') },
    });
    expect(second).toMatchObject({ circle: { name: 'circle', self: { name: 'circle' } } });
  });
});
