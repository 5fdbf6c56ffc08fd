import { domainToASCII } from 'node:url';

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** The distance between the code points of an ASCII character and its full-width form. */
const WIDTH_OFFSET = 0xfee0;

/** The domains to convert; others, such as those with a port or an escape, stay as they are. */
const DOMAIN = /^[\p{L}\p{M}\p{N}.\u3002\uFF61-]+$/u;
const NUMBERS_ONLY = /^[\d.]+$/;

const folded = (text: string): string =>
  text
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - WIDTH_OFFSET))
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC');

function asciiDomain(domain: string): string {
  if (!DOMAIN.test(domain) || NUMBERS_ONLY.test(domain)) return domain;
  return domainToASCII(domain) || domain;
}

/**
 * The normal form in which e-mail addresses are stored and compared: trimmed, NFC, in lower case, with full-width
 * characters as ASCII and the domain in ASCII (IDNA). A normal form stays as it is.
 */
export function normalEmail(email: string): string {
  const text = folded(email.trim());
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${text.slice(0, at)}@${asciiDomain(text.slice(at + 1))}`;
}
