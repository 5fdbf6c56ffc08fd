import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEmail, normalEmail } from '@counterstep/service-kit';

describe('the normal form of an e-mail address', () => {
  it.each([
    ['in any case', ' Ada@Example.COM ', 'ada@example.com'],
    ['composed', 'zoe\u0308@example.com', 'zo\u00eb@example.com'],
    ['of full width', 'ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['with an international domain', 'ada@B\u00dcCHER.example', 'ada@xn--bcher-kva.example'],
    ['with a decomposed international domain', 'ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['with a domain that is ASCII already', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['with an ideographic full stop', 'ada@example\u3002com', 'ada@example.com'],
  ])('is one, %s', (_how, typed, normal) => {
    expect(normalEmail(typed)).toBe(normal);
    expect(checkEmail(typed, ['email'])).toEqual([]);
  });

  it.each(['ada', 'ada@', 'ada@127.1', 'ada@ex%61mple.com', 'ada@example.com:80', 'ada@exa\u00admple.com'])(
    'of what is none stays none: %s',
    (typed) => {
      expect(normalEmail(typed)).toBe(typed);
      expect(checkEmail(typed, ['email'])).toHaveLength(1);
    },
  );

  it('has itself as its normal form', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const once = normalEmail(`${local}@${domain}`);
        expect(normalEmail(once)).toBe(once);
      }),
    );
  });
});
