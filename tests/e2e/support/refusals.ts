import { postGraphql } from './http.ts';

/** Sends a query until its token is refused, and returns the refusal. */
export async function refusalOf(url: string, token: string): Promise<unknown> {
  for (;;) {
    const body = { query: '{ products { totalCount } }' };
    const { status, text } = await postGraphql(url, body, { authorization: `Bearer ${token}` });
    if (status !== 200) return { status, ...(JSON.parse(text) as object) };
  }
}
