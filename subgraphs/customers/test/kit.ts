import { createServiceKit, type Answer, type As, type ServiceKit } from '@counterstep/service-kit/testing';
import type { Foundation, Service } from '@counterstep/service-kit/server';
import type { CustomersConfig } from '../src/config.ts';
import { createCustomersService } from '../src/service.ts';

export const DAY_MS = 24 * 60 * 60_000;

const SESSION = `session { accessToken refreshToken expiresAt
    customer { id email name role addresses { city } createdAt } }
  errors { __typename ... on UserError { code message path } }`;
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { ${SESSION} } }`;
const REGISTER = `mutation ($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`;
const REFRESH = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${SESSION} } }`;

export interface SessionAnswer {
  readonly session: {
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly expiresAt: string;
    readonly customer: { readonly id: string; readonly email: string; readonly name: string };
  } | null;
  readonly errors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly path: readonly string[];
  }[];
}

export const PASSWORD = 'a long enough password';

export const registration = (changes: object = {}): object => ({
  email: 'mary@example.com',
  password: PASSWORD,
  name: 'Mary',
  ...changes,
});

/** A running customers service, with what tests ask it. */
export interface CustomersKit {
  readonly kit: ServiceKit;
  readonly service: Service;
  ask(query: string, variables?: object, as?: As): Promise<Answer>;
  register(input?: object, as?: As): Promise<SessionAnswer>;
  login(email: string, password: string, as?: As): Promise<SessionAnswer>;
  refresh(refreshToken: string): Promise<SessionAnswer>;
}

const cleanups: (() => Promise<void>)[] = [];

/** Stops what was started, and removes what was made; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).reverse()) await clean();
}

export const configOf = (kit: ServiceKit, changes: Partial<CustomersConfig> = {}): CustomersConfig => ({
  ...kit.config,
  sessions: {
    accessTokenLifetimeMs: 15 * 60_000,
    refreshTokenLifetimeMs: 30 * DAY_MS,
    maxLifetimeMs: 30 * DAY_MS,
  },
  registrationsPerHour: 200,
  ...changes,
});

/** Starts a customers service; on the kit of another one, with its database. */
export async function startCustomers(
  changes: Partial<CustomersConfig> = {},
  given: Partial<Foundation> = {},
  earlier?: ServiceKit,
): Promise<CustomersKit> {
  const kit = earlier ?? (await createServiceKit());
  cleanups.push(() => kit.remove());
  const service = stoppedOnce(await createCustomersService(configOf(kit, changes), given));
  cleanups.push(() => service.stop());
  const ask: CustomersKit['ask'] = (query, variables, as) => kit.ask(service, query, variables, as);
  const sessionBy = async (query: string, variables: object, as?: As): Promise<SessionAnswer> => {
    const { data, errors } = await ask(query, variables, as);
    const [error] = errors ?? [];
    if (error !== undefined) throw Object.assign(new Error(error.message), error.extensions);
    return Object.values(data ?? {})[0] as SessionAnswer;
  };
  return {
    kit,
    service,
    ask,
    register: (input = registration(), as = {}) => sessionBy(REGISTER, { input }, as),
    login: (email, password, as) => sessionBy(LOGIN, { input: { email, password } }, as),
    refresh: (token) => sessionBy(REFRESH, { token }),
  };
}

function stoppedOnce(service: Service): Service {
  let stopped: Promise<void> | undefined;
  return { ...service, stop: () => (stopped ??= service.stop()) };
}
