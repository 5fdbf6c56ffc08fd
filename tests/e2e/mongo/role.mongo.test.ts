import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithMongo, dropDatabases } from '@counterstep/document-store/testing';
import { createGraphqlClient, failureOf, PASSWORD } from '../support/client.ts';
import { refusalOf } from '../support/refusals.ts';
import { runProgram } from '../support/run.ts';
import { SESSION, type SessionPayload } from '../support/customers.ts';
import { startSystem, type System } from '../support/system.ts';

const COUNT = '{ customers(first: 1) { totalCount } }';
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { ${SESSION} } }`;
const REFRESH = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${SESSION} } }`;

await describeWithMongo(
  { describe, beforeAll, afterAll },
  'A role that is given while the system runs',
  (mongo) => {
    const database = `e2e_${randomUUID().slice(0, 8)}`;
    let system: System;

    beforeAll(async () => {
      system = await startSystem({ MONGO_URI: mongo().uri, MONGO_DB: database });
    }, 60_000);

    afterAll(async () => {
      await system.remove();
      await dropDatabases(mongo().uri, `${database}_`);
    }, 60_000);

    const give = async (role: string) => {
      const env = { MONGO_URI: mongo().uri, MONGO_DB: database };
      expect(await runProgram('customers-role', env, ['ada@example.com', role])).toMatchObject({ end: 0 });
    };
    const sessionBy = async (query: string, variables: object) => {
      const payload = await createGraphqlClient(system.url).ask<Record<string, SessionPayload>>(
        query,
        variables,
      );
      const { session, errors } = Object.values(payload)[0]!;
      expect(errors).toEqual([]);
      return { ...session!, client: createGraphqlClient(system.url, session!.accessToken) };
    };
    const codesOf = async (operation: Promise<unknown>) =>
      (await failureOf(operation)).map(({ extensions }) => extensions.code);

    it('ends its tokens within seconds, and holds for the same session once it is refreshed', async () => {
      const customer = await sessionBy(LOGIN, { input: { email: 'ada@example.com', password: PASSWORD } });
      expect(await codesOf(customer.client.ask(COUNT))).toEqual(['FORBIDDEN']);

      await give('ADMIN');
      expect(await refusalOf(system.url, customer.accessToken)).toMatchObject({ status: 401 });
      const admin = await sessionBy(REFRESH, { token: customer.refreshToken });
      expect(await admin.client.ask(COUNT)).toEqual({ customers: { totalCount: 3 } });
      const following = admin.client.follow('subscription { sagaEvents { sequence } }').next();

      await give('CUSTOMER');
      expect(await codesOf(following)).toEqual(['UNAUTHENTICATED']);
      expect(await refusalOf(system.url, admin.accessToken)).toMatchObject({ status: 401 });
      const again = await sessionBy(REFRESH, { token: admin.refreshToken });
      expect(await codesOf(again.client.ask(COUNT))).toEqual(['FORBIDDEN']);
      await admin.client.close();
    });
  },
);
