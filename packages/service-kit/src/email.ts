import { domainToASCII } from 'node:url';

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** What separates an ASCII form from its look-alike of full width. */
const WIDTH_OFFSET = 0xfee0;

/** What a domain may consist of; others, such as those with a port or an escape, are left as they are. */
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
 * The form in which e-mail addresses are stored and compared: trimmed, NFC, in lower case, full-width characters as
 * their ASCII ones, the domain as ASCII (IDNA). Whatever has it already stays as it is.
 */
export function normalEmail(email: string): string {
  const text = folded(email.trim());
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${text.slice(0, at)}@${asciiDomain(text.slice(at + 1))}`;
}
