import {
  checkAddress,
  checkEmail,
  checkLength,
  normalEmail,
  validationError,
  type Address,
  type ValidationError,
  withoutNulls,
} from '@counterstep/service-kit';
import type { Document } from '@counterstep/document-store';

export type Role = 'CUSTOMER' | 'ADMIN';

export interface Customer extends Document {
  /** The login, in its normal form but where that was another account's already; unique. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The default one first. */
  readonly addresses: readonly Address[];
  readonly createdAt: string;
  /** Argon2id, in the PHC string format. */
  readonly passwordHash: string;
  /** Whether the e-mail address is known to be the customer's; absent is false. */
  readonly emailVerified?: boolean;
  /** Grows with everything that makes earlier access tokens bad; absent before the first time. */
  readonly generation?: number;
  /** The generation from which on sessions are good; absent before sessions were ended all at once. */
  readonly sessionsFrom?: number;
}

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** Changes of a profile; what is null or absent stays. */
export interface ProfileInput {
  readonly name?: string | null | undefined;
  readonly addresses?: readonly Address[] | null | undefined;
}

export type Profile = Partial<Pick<Customer, 'name' | 'addresses'>>;

type Path = readonly string[];

const MAX_ADDRESSES = 20;

/** Everything that is wrong with a new account. */
export const registrationProblems = (
  { email, password, name }: Registration,
  path: Path,
): ValidationError[] => [
  ...checkEmail(email, [...path, 'email']),
  ...passwordProblems(password, email, [...path, 'password']),
  ...checkLength(name, [...path, 'name'], 1, 100),
];

const BLANK = /^[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/**
 * What is wrong with a password for the account of an e-mail address. It counts as it is: white space around it belongs
 * to it.
 */
export function passwordProblems(password: string, email: string, path: Path): ValidationError[] {
  const field = path.at(-1) ?? 'password';
  const { length } = Array.from(password);
  if (length < 12 || length > 128) return [validationError(`${field} must have 12 to 128 characters.`, path)];
  if (BLANK.test(password)) return [validationError(`${field} must not be blank.`, path)];
  const own = folded(email);
  return [own, normalEmail(email), own.slice(0, own.lastIndexOf('@'))].includes(folded(password))
    ? [validationError(`${field} must not be the e-mail address.`, path)]
    : [];
}

/** What a profile is changed to: without white space around texts, and without optional texts that are empty. */
export const normalProfile = ({ name, addresses }: ProfileInput): Profile => ({
  ...(name != null && { name: name.trim() }),
  ...(addresses != null && { addresses: addresses.map(normalAddress) }),
});

function normalAddress(address: Address): Address {
  const optional = (text: string | null | undefined): string | null => {
    const trimmed = text?.trim() ?? '';
    return trimmed === '' ? null : trimmed;
  };
  return withoutNulls({
    name: address.name.trim(),
    line1: address.line1.trim(),
    line2: optional(address.line2),
    city: address.city.trim(),
    region: optional(address.region),
    postalCode: address.postalCode.trim(),
    country: address.country.trim(),
  });
}

/** Everything that is wrong with a normal profile. */
export function profileProblems({ name, addresses = [] }: Profile, path: Path): ValidationError[] {
  const at = [...path, 'addresses'];
  const tooMany = addresses.length > MAX_ADDRESSES;
  return [
    ...(name === undefined ? [] : checkLength(name, [...path, 'name'], 1, 100)),
    ...(tooMany
      ? [validationError(`addresses must be at most ${MAX_ADDRESSES}.`, at)]
      : addresses.flatMap((address, index) => checkAddress(address, [...at, `${index}`]))),
  ];
}
