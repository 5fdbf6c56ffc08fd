/** The invariants, which must hold whatever happens. */
export const invariants = {
  ends: 'every accepted saga ends, or says STUCK for as long as a participant is broken',
  'all-or-nothing': 'a saga ends completely done or completely undone',
  'reverse-order': 'steps are undone in the reverse of the order in which they were done',
  pivot:
    'once a step is done that cannot be undone, nothing is undone; once something is undone, no such step is done',
  once: 'no step is done or undone twice',
  log: 'the log is only appended to, its sequence has no gaps, and what has ended does not change',
  fence: 'the epoch of a saga never goes down',
  unknown: 'a step of unknown outcome is undone',
  obeyed: 'a saga that was told to turn back, and said that it would, does not complete',
  condition: 'a step with a condition is done where that holds, and nowhere else',
  sound: 'a coordinator meets nothing that it cannot explain',
  patient: 'no saga is undone because a participant is busy',
  still: 'the time for which a step waits, or a saga is paused, does not count for the deadline of the saga',
  secret: 'no saga that has ended holds a secret of its input',
  told: 'who follows a saga is told its end',
  orders: 'an order is what its sagas have made of it',
  money: 'never more is given back than was taken, and what is kept is worth what the customer keeps',
  parcels: 'parcels hold what is ordered and not cancelled, each unit once',
  units: 'a hold is gone, or has left with its parcel, or waits for it; movements add up to what is on hand',
  returns: 'a return that turned back leaves nothing, and an accepted one is complete',
} as const;

export type InvariantName = keyof typeof invariants;

/** A violation of an invariant, with its description. */
export interface InvariantViolation {
  readonly invariant: InvariantName;
  readonly how: string;
}
