import { createGraphqlClient, NoAnswer } from '@counterstep/graphql-client';
import { accessTokenOf } from '@counterstep/schema/demo';
import { setTimeout as delay } from 'node:timers/promises';
import type { CliConfig } from './config.ts';

/** The audit failed; the message says why, and what to do. */
export class AuditFailed extends Error {}

export interface ReportedFinding {
  readonly code: string;
  readonly message: string;
  readonly sagaId: string | null;
  readonly sagaType: string | null;
  readonly step: string | null;
  readonly orderId: string | null;
  readonly subgraph: string | null;
  readonly coordinator: string;
  readonly participant: string;
}

/** An audit as the public API returns it. */
export interface Report {
  readonly id: string;
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly since: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly examined: {
    readonly sagas: number;
    readonly stepRecords: number;
    readonly effects: number;
    readonly stockItems: number;
  };
  readonly findings: readonly ReportedFinding[];
  readonly notes: readonly ReportedFinding[];
  readonly truncated: boolean;
  readonly failure: string | null;
}

const post = <Data>(url: string, query: string, variables: object, token?: string): Promise<Data> =>
  createGraphqlClient({ url, token, timeoutMs: REQUEST_MS })
    .ask<Data>(query, variables)
    .catch((error: unknown) => {
      const { message } = error as Error;
      const silent = error instanceof NoAnswer && error.status === undefined;
      const text = silent ? `Nothing answers at ${url}. Start the system first: npm start` : message;
      throw new AuditFailed(text, { cause: error });
    });

async function logIn({ url, email, password }: CliConfig): Promise<string> {
  const token = await accessTokenOf((query, variables) => post(url, query, variables), { email, password });
  if (token === undefined)
    throw new AuditFailed(
      `${email} cannot log in. Set COUNTERSTEP_EMAIL and COUNTERSTEP_PASSWORD of an ADMIN.`,
    );
  return token;
}

const FINDING = 'code message sagaId sagaType step orderId subgraph coordinator participant';
const REPORT = `id state since startedAt finishedAt examined { sagas stepRecords effects stockItems }
  findings { ${FINDING} } notes { ${FINDING} } truncated failure`;
const START = `mutation ($input: StartAuditInput!) { startAudit(input: $input) {
  audit { id } errors { ... on UserError { message } } } }`;

const REQUEST_MS = 30_000;
const POLL_MS = 500;

/** How long a login is used: its token is valid for 15 minutes, and an audit may take longer. */
const LOGIN_MS = 10 * 60_000;

interface Started {
  readonly startAudit: {
    readonly audit: { readonly id: string } | null;
    readonly errors: readonly { readonly message: string }[];
  };
}

/**
 * Starts an audit of a running system, and returns its report once the audit is DONE.
 *
 * @throws {AuditFailed} when it could not be done, or not in time.
 */
export async function requestAudit(
  config: CliConfig,
  onProgress: (report: Report) => void = () => undefined,
): Promise<Report> {
  const until = Date.now() + config.timeoutMs;
  let [token, loggedIn] = [await logIn(config), Date.now()];
  const { startAudit } = await post<Started>(config.url, START, { input: { since: config.since } }, token);
  const [error] = startAudit.errors;
  if (startAudit.audit === null) throw new AuditFailed(error?.message ?? 'The audit was not begun.');
  const { id } = startAudit.audit;
  for (;;) {
    const query = `query ($id: ID!) { audit(id: $id) { ${REPORT} } }`;
    const { audit } = await post<{ audit: Report | null }>(config.url, query, { id }, token);
    if (audit === null) throw new AuditFailed('The audit was forgotten: too many others came after it.');
    if (audit.state === 'DONE') return audit;
    if (audit.state === 'FAILED') throw new AuditFailed(`The audit failed: ${audit.failure ?? 'unknown'}`);
    if (Date.now() > until) throw new AuditFailed('The audit did not end in time; see --timeout.');
    onProgress(audit);
    await delay(POLL_MS);
    if (Date.now() - loggedIn > LOGIN_MS) [token, loggedIn] = [await logIn(config), Date.now()];
  }
}
