/** How Stripe is reached, and the secret that it signs its webhooks with. */
export interface StripeConfig {
  readonly secretKey: string;
  /** Verifies webhooks; without it none is accepted. */
  readonly webhookSecret?: string | undefined;
  readonly apiUrl: string;
  /** Where customers come back to from their bank. */
  readonly returnUrl: string;
}
