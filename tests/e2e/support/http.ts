export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends an HTTP request as given, even a malformed one. */
export async function sendHttp(url: string, request: RequestInit = {}): Promise<HttpAnswer> {
  const response = await fetch(url, request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Posts JSON to a GraphQL endpoint. */
export const postGraphql = (
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> =>
  sendHttp(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
