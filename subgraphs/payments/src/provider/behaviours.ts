/** How the simulated provider treats a charge that is paid with a certain token. */
export interface Behaviour {
  readonly method?: string;
  readonly declineCode?: string;
  /** How many times a charge fails before it succeeds. */
  readonly failures?: number;
  readonly losesAnswer?: boolean;
  readonly unrefundable?: boolean;
  readonly uncapturable?: boolean;
  /** Who must act before the money is set aside. */
  readonly waitsFor?: 'customer' | 'bank';
}

const behaviours: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['tok_visa', { method: 'visa' }],
  ['tok_declined', { method: 'visa', declineCode: 'CARD_DECLINED' }],
  ['tok_insufficient_funds', { method: 'visa', declineCode: 'INSUFFICIENT_FUNDS' }],
  ['tok_flaky', { method: 'visa', failures: 2 }],
  ['tok_lost_reply', { method: 'visa', losesAnswer: true }],
  ['tok_refund_fails', { method: 'visa', unrefundable: true }],
  ['tok_3ds', { method: 'visa', waitsFor: 'customer' }],
  ['tok_async', { method: 'bank_debit', waitsFor: 'bank' }],
  ['tok_capture_fails', { method: 'visa', uncapturable: true }],
]);

const unknownToken: Behaviour = { declineCode: 'INVALID_TOKEN' };

/** How the simulated provider treats a charge that is paid with the token. */
export const behaviourOf = (token: string): Behaviour => behaviours.get(token) ?? unknownToken;
