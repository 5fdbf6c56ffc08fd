import validator from 'validator';

/** Prefixes that may precede a postal code, besides the country's own code. */
const prefixes: Readonly<Record<string, string>> = { JP: '〒', LI: 'FL', LU: 'L' };

/** Forms in capital letters that validator.js does not know; see docs/adr/0019-postal-codes.md. */
const moreForms: Readonly<Record<string, RegExp>> = {
  FR: /^(00|96|98)\d{3}$/,
  GB: /^BFPO ?\d{1,4}$/,
  IN: /^[1-9]\d{2}[ -]\d{3}$/,
  IR: /^\d{5}[ -]\d{5}$/,
  KR: /^\d{3}[ -]\d{3}$/,
  MT: /^[A-Z]{3} ?\d{2}$/,
  SA: /^\d{5}[ -]?\d{4}$/,
};

/** The form of codes in a country that is in no list. */
const ANY_FORM = /^[A-Z0-9][A-Z0-9 -]{0,11}$/;

/** The countries whose addresses need a postal code, according to Google's address data. */
const withCode: ReadonlySet<string> = new Set(
  `
  AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HU IM IN IO IT JE
  JP KR LI LT LU LV MF MH MP MQ MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SJ SK SM TC
  TR TW UA US VI WF YT ZA
  `
    .trim()
    .split(/\s+/),
);

/** Whether an address in the country (ISO 3166-1) must have a postal code. */
export const needsPostalCode = (country: string): boolean => withCode.has(country);

/** Whether the text is a postal code of the country in any customary form, whatever its case and separators. */
export function isPostalCode(text: string, country: string): boolean {
  const code = text.normalize('NFKC').toUpperCase();
  if (code === '') return !needsPostalCode(country);
  if (!(validator.isPostalCodeLocales as readonly string[]).includes(country)) return ANY_FORM.test(code);
  return formsOf(code, country).some(
    (form) =>
      validator.isPostalCode(form, country as validator.PostalCodeLocale) || moreForms[country]?.test(form),
  );
}

/** The code as given, and with another separator, with none, or without the country before it. */
function formsOf(code: string, country: string): readonly string[] {
  const bare = withoutPrefix(withoutPrefix(code, prefixes[country]), country);
  const middle = /^(\w+)[ -](\w+)$/.exec(bare);
  const splits = Array.from(bare, (_, index) => [bare.slice(0, index), bare.slice(index)] as const).slice(1);
  const parts = middle ? [[middle[1], middle[2]] as const] : /^\w+$/.test(bare) ? splits : [];
  const separated = parts.flatMap(([before, after]) => [`${before} ${after}`, `${before}-${after}`]);
  return [code, bare, `${country}${bare}`, `${country}-${bare}`, ...separated];
}

const withoutPrefix = (code: string, prefix: string | undefined): string =>
  prefix !== undefined && code.startsWith(prefix) ? code.slice(prefix.length).replace(/^[ -]/, '') : code;
