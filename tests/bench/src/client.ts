import { createGraphqlClient } from '@counterstep/graphql-client';
import { demoToken } from '@counterstep/schema/demo';
import { Agent, request } from 'undici';

/** A client of an endpoint, over keep-alive connections. */
export interface Client {
  /** Sends an operation and returns its data. @throws {Error} when there are errors, or no answer. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
}

const TIMEOUT_MS = 120_000;
const agent = new Agent({ connections: 256, bodyTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS });

/** Sends a request and returns the body of the answer; baselines use it too. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await request(url, { method: 'POST', dispatcher: agent, headers, body });
  const text = await response.body.text();
  if (response.statusCode >= 400) throw new Error(`HTTP ${response.statusCode}: ${text}`);
  return text;
}

export const createClient = (url: string, token?: string): Client =>
  createGraphqlClient({ url, token, timeoutMs: TIMEOUT_MS, dispatcher: agent });

/** The access token of a demo customer, such as `ada`. */
export const logIn = (url: string, name: 'ada' | 'admin'): Promise<string> =>
  demoToken((query, variables) => createClient(url).ask(query, variables), name);
