/** How Stripe is reached, and what it signs its webhooks with. */
export interface StripeConfig {
  readonly secretKey: string;
  /** Signs webhooks; without it none is taken. */
  readonly webhookSecret?: string | undefined;
  readonly apiUrl: string;
  /** Where customers come back to from their bank. */
  readonly returnUrl: string;
}
