import { postGraphql } from './http.ts';

/** Asks until the token is refused, and answers with the refusal. */
export async function refusalOf(url: string, token: string): Promise<unknown> {
  for (;;) {
    const body = { query: '{ products { totalCount } }' };
    const { status, text } = await postGraphql(url, body, { authorization: `Bearer ${token}` });
    if (status !== 200) return { status, ...(JSON.parse(text) as object) };
  }
}
