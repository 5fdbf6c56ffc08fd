/** The environment that the processes of the system inherit. */
export const inheritedEnvironment = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
});

/**
 * The variables of every service: leases, timeouts and windows so short that a minute sees many recoveries, in the same
 * proportions as in production.
 */
export const systemEnvironment = {
  LOG_LEVEL: 'info',
  PORT: '0',
  ATTEMPT_TIMEOUT_MS: '2500',
  LEASE_MS: '4000',
  RETRY_WINDOW_MS: '12000',
  RETRY_ATTEMPTS: '5',
  PERSISTENT_RETRY_WINDOW_MS: '20000',
  PROBE_INTERVAL_MS: '2000',
  SAGA_DEADLINE_MS: '60000',
  PARCEL_REPORTS_INTERVAL_MS: '1000',
  // Demo customers log in once, before anything fails.
  ACCESS_TOKEN_LIFETIME_MS: String(24 * 60 * 60_000),
  // The audit that counts is the one once the system is at rest.
  AUDIT_ON_START: 'false',
  AUDIT_SETTLE_MS: '2500',
} as const;

/** `LEASE_MS` of the system. */
export const leaseMs = Number(systemEnvironment.LEASE_MS);
