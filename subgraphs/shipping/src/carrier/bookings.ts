import { fingerprint } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type { Booked, BookingAnswer, BookingRequest, CancelAnswer } from './carrier.ts';

export type BookingStatus = 'BOOKED' | 'REFUSED' | 'CANCELLED';

/** The entry of the simulated carrier's book for one idempotency key, which is its id. */
export interface Booking extends Document {
  readonly status: BookingStatus;
  readonly openedAt: string;
  /** The fields from here on are absent where the key was cancelled before a booking arrived. */
  readonly reference?: string;
  /** A fingerprint of address and contents. */
  readonly request?: string;
  readonly booked?: Booked;
  /** The parcel's destination, kept only for addresses at which the carrier counts parcels. */
  readonly postalCode?: string;
}

/** The parcels of one order, counted only at certain addresses; see {@link countsAt}. */
export interface Tally extends Document {
  /** The keys under which parcels are booked. */
  readonly booked: readonly string[];
  /** The keys of bookings that were asked to be cancelled, oldest first. */
  readonly withdrawn: readonly string[];
}

/** The tally of an order of which nothing is counted yet. */
export const emptyTally = (reference: string): Draft<Tally> => ({ id: reference, booked: [], withdrawn: [] });

/** A book entry and a tally to write, and the answer to give. */
export interface Verdict<Answer> {
  /** Absent where nothing changes. */
  readonly next?: Draft<Booking>;
  /** Absent where nothing is counted. */
  readonly tally?: Draft<Tally>;
  readonly answer: Answer;
}

const NOT_SERVED = '00000';
const DOWN = '99999';
const ONE_PARCEL = '77777';
const ONE_WITHDRAWAL = '88888';
const TRANSIT_MS = 3 * 24 * 60 * 60 * 1000;

/** Whether the carrier counts the parcels that an order sends to this postal code. */
export const countsAt = (postalCode: string | undefined): boolean =>
  postalCode === ONE_PARCEL || postalCode === ONE_WITHDRAWAL;

/** Whether the carrier never answers bookings to this postal code. */
export const isDownFor = (postalCode: string): boolean => postalCode === DOWN;

/**
 * Decides a booking, made at the given instant.
 *
 * @throws {Error} when the key was used for another parcel.
 */
export function decideBooking(
  booking: Booking | undefined,
  { key, address, lines, reference }: BookingRequest,
  at: string,
  tally: Draft<Tally> = emptyTally(reference),
): Verdict<BookingAnswer> {
  const request = fingerprint([address, lines]);
  if (booking?.request !== undefined && booking.request !== request) {
    throw new Error('The idempotency key was used for another parcel.');
  }
  if (booking !== undefined) return { answer: answerOf(booking) };
  const { postalCode } = address;
  const opened = { id: key, openedAt: at, reference, request, ...(countsAt(postalCode) && { postalCode }) };
  const refused = postalCode === NOT_SERVED || (postalCode === ONE_PARCEL && tally.booked.length > 0);
  if (refused) return { next: { ...opened, status: 'REFUSED' }, answer: { outcome: 'not-served' } };
  const next: Draft<Booking> = { ...opened, status: 'BOOKED', booked: newBooking(key, at) };
  return { next, tally: { ...tally, booked: [...tally.booked, key] }, answer: answerOf(next) };
}

const newBooking = (key: string, at: string): Booked => ({
  outcome: 'booked',
  trackingNumber: trackingNumber(key),
  estimatedDelivery: new Date(Date.parse(at) + TRANSIT_MS).toISOString(),
  bookedAt: at,
});

/** `SIM` and sixteen hexadecimal digits derived from the key. */
const trackingNumber = (key: string): string =>
  `SIM${Buffer.from(fingerprint(key), 'base64url').toString('hex').slice(0, 16).toUpperCase()}`;

function answerOf({ status, booked }: Draft<Booking>): BookingAnswer {
  if (status === 'BOOKED' && booked !== undefined) return booked;
  return { outcome: status === 'REFUSED' ? 'not-served' : 'cancelled' };
}

/** Decides a cancellation, made at the given instant. */
export function decideCancel(
  booking: Booking | undefined,
  key: string,
  at: string,
  tally: Draft<Tally> = emptyTally(booking?.reference ?? key),
): Verdict<CancelAnswer> {
  if (booking === undefined) {
    return { next: { id: key, openedAt: at, status: 'CANCELLED' }, answer: { outcome: 'nothing' } };
  }
  const { version: _, ...kept } = booking;
  const answer: CancelAnswer = { outcome: booking.booked === undefined ? 'nothing' : 'cancelled' };
  if (booking.status !== 'BOOKED') return { answer };
  const withdrawn = tally.withdrawn.includes(key) ? tally.withdrawn : [...tally.withdrawn, key];
  if (booking.postalCode === ONE_WITHDRAWAL && withdrawn[1] === key)
    return { tally: { ...tally, withdrawn }, answer: { outcome: 'too-late' } };
  const booked = tally.booked.filter((other) => other !== key);
  return { next: { ...kept, status: 'CANCELLED' }, tally: { ...tally, booked, withdrawn }, answer };
}
