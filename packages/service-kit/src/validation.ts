import validator from 'validator';
import { normalEmail } from './email.ts';
import { isPostalCode } from './postal-codes.ts';
import { hasForm } from './text-form.ts';
import { validationError, type ValidationError } from './user-errors.ts';
import type { Address } from './values.ts';

type Path = readonly string[];

/** Checks the length of a trimmed text, in characters. */
export function checkLength(text: string, path: Path, min: number, max: number): ValidationError[] {
  const { length } = Array.from(text.trim());
  if (length >= min && length <= max) return [];
  const range = min === 0 ? `at most ${max}` : min === max ? `${min}` : `${min} to ${max}`;
  return [validationError(`${path.at(-1) ?? 'It'} must have ${range} characters.`, path)];
}

/** Checks an e-mail address. */
export const checkEmail = (email: string, path: Path): ValidationError[] =>
  hasForm(email.trim(), 'LINE') && validator.isEmail(normalEmail(email))
    ? []
    : [validationError('email must be an e-mail address.', path)];

/** Checks an address: the length of every part, the country, and the form of the postal code. */
export function checkAddress(address: Address, path: Path): ValidationError[] {
  const at = (field: keyof Address): Path => [...path, field];
  return [
    ...checkLength(address.name, at('name'), 1, 100),
    ...checkLength(address.line1, at('line1'), 1, 200),
    ...checkLength(address.line2 ?? '', at('line2'), 0, 200),
    ...checkLength(address.city, at('city'), 1, 100),
    ...checkLength(address.region ?? '', at('region'), 0, 100),
    ...checkCountry(address.country, at('country')),
    ...checkPostalCode(address, at('postalCode')),
  ];
}

const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && validator.isISO31661Alpha2(code);

const checkCountry = (country: string, path: Path): ValidationError[] =>
  isCountry(country)
    ? []
    : [validationError('country must be a code of ISO 3166-1 alpha-2, such as US.', path)];

const checkPostalCode = ({ country, postalCode }: Address, path: Path): ValidationError[] =>
  isPostalCode(postalCode.trim(), country)
    ? []
    : [validationError(`postalCode is not one of ${isCountry(country) ? country : 'any country'}.`, path)];
