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
  /** The unique login, in its normal form unless that already belonged to another account. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The default one first. */
  readonly addresses: readonly Address[];
  readonly createdAt: string;
  /** Argon2id, in the PHC string format. */
  readonly passwordHash: string;
  /** Whether the address is verified as the customer's; absent means false. */
  readonly emailVerified?: boolean;
  /** Grows with each change that invalidates earlier access tokens; absent before the first. */
  readonly generation?: number;
  /** Sessions of this generation or later are valid; absent until all sessions were ended for the first time. */
  readonly sessionsFrom?: number;
}

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** Changes to a profile; null or absent fields stay as they are. */
export interface ProfileInput {
  readonly name?: string | null | undefined;
  readonly addresses?: readonly Address[] | null | undefined;
}

export type Profile = Partial<Pick<Customer, 'name' | 'addresses'>>;

type Path = readonly string[];

const MAX_ADDRESSES = 20;

/** Everything wrong with a new account. */
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
 * What is wrong with a password for the account of an e-mail address. The password is taken literally, including
 * surrounding white space.
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

/** A profile change with texts trimmed and empty optional texts removed. */
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

/** Everything wrong with a normalized profile. */
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
