import { describe, expect, it } from '@jest/globals';
import { hasForm, isLonger, trimmed } from '@counterstep/service-kit';

const hidden = {
  NUL: '\0',
  'a bell': '\x07',
  'a zero-width space': '\u200b',
  'a zero-width joiner': '\u200d',
  'a zero-width non-joiner': '\u200c',
  'a word joiner': '\u2060',
  'a byte order mark': '\ufeff',
  'a soft hyphen': '\u00ad',
  'a right-to-left override': '\u202e',
  'an isolate of direction': '\u2066',
  'a mark of direction': '\u200f',
  'a tag': '\u{e0041}',
  'a Hangul filler': '\u3164',
  'a line separator': '\u2028',
  'half a surrogate pair': '\ud83d',
};
const breaks = { CR: '\r', LF: '\n', 'a next line': '\x85' };

describe('a text of one line', () => {
  it.each(Object.entries({ ...hidden, ...breaks }))('has no %s, nowhere', (_what, character) => {
    for (const text of [`Ada${character}Lovelace`, `${character}Ada`, `Ada${character}`])
      expect(hasForm(trimmed(text), 'LINE')).toBe(false);
  });

  it.each([
    'Zoë',
    'O’Brien-Smith, Jr. (3rd)',
    '李小龍',
    'محمد',
    'Ada \u{1f600}',
    'می\u200cخواهم',
    'क्\u200dष',
  ])('may be %s', (text) => {
    expect(hasForm(text, 'LINE')).toBe(true);
  });
});

describe('a text of several lines', () => {
  it('has ends of lines and tabs', () => {
    expect(hasForm('Ring twice.\r\n\tThen wait.\n', 'LINES')).toBe(true);
  });

  it.each(Object.entries(hidden))('has no %s', (_what, character) => {
    expect(hasForm(`Ring${character}twice`, 'LINES')).toBe(false);
  });
});

describe('a text', () => {
  it('is trimmed of blanks of every width, and of nothing else', () => {
    expect(trimmed(' \t\u00a0\u3000Ada  Lovelace\u2003 ')).toBe('Ada  Lovelace');
    expect(trimmed('\nAda\r')).toBe('\nAda\r');
    expect(trimmed('   ')).toBe('');
  });

  it('is measured in characters', () => {
    expect(isLonger('\u{1f600}'.repeat(100), 100)).toBe(false);
    expect(isLonger('\u{1f600}'.repeat(101), 100)).toBe(true);
    expect(isLonger('a'.repeat(100), 100)).toBe(false);
    expect(isLonger('a'.repeat(101), 100)).toBe(true);
  });
});
