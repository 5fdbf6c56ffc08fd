import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config.ts';

describe('the configuration of notifications', () => {
  it('keeps e-mails in the mailbox, without failures, by default', () => {
    expect(readConfig({})).toMatchObject({ port: 8004, smtp: undefined, failureRate: 0 });
  });

  it('takes a mail server from the environment', () => {
    const environment = {
      SMTP_URL: 'smtps://shop:secret@mail.example.com:465',
      MAIL_FROM: 'Shop <shop@example.com>',
      SMTP_TIMEOUT_MS: '1500',
      NOTIFICATION_FAILURE_RATE: '0.25',
    };
    expect(readConfig(environment)).toMatchObject({
      smtp: { url: environment.SMTP_URL, from: environment.MAIL_FROM, timeoutMs: 1500 },
      failureRate: 0.25,
    });
  });

  it.each([
    ['SMTP_URL', 'https://mail.example.com'],
    ['SMTP_URL', 'mail.example.com'],
    ['MAIL_FROM', 'the shop'],
    ['MAIL_FROM', 'Shop <shop@example.com>\r\nBcc: eve@example.com'],
    ['SMTP_TIMEOUT_MS', '0'],
    ['NOTIFICATION_FAILURE_RATE', '1.1'],
  ])('refuses %s=%s, naming it but not its value', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
    expect(read).toThrow(name);
    expect(read).not.toThrow(value);
  });
});
