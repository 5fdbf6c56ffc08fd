import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@counterstep/identity';
import { openDocumentStore } from '@counterstep/document-store';
import {
  admin,
  createServiceKit,
  createManualClock,
  type ManualClock,
} from '@counterstep/service-kit/testing';
import { createCountingStore, type CountingStore } from '@counterstep/document-store/testing';
import { cleanUp, configOf, registration, startCustomers, type CustomersKit } from './kit.ts';

const address = (changes: object = {}) => ({
  name: 'Mary',
  line1: '1 Main St',
  city: 'Springfield',
  postalCode: '62701',
  country: 'US',
  ...changes,
});

const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  customer { name addresses { name line1 line2 city region postalCode country } }
  errors { ... on ValidationError { code path } } } }`;
const ME = '{ me { id name addresses { line1 line2 } } }';
const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Customer { id email } } }`;
const CUSTOMERS = `query ($first: Int, $after: String, $search: String) {
  customers(first: $first, after: $after, search: $search) {
    nodes { name } totalCount pageInfo { hasNextPage endCursor } } }`;

describe('customers', () => {
  let clock: ManualClock;
  let store: CountingStore;
  let customers: CustomersKit;
  let mary: Viewer;
  let john: Viewer;
  const newcomer = async (name: string): Promise<Viewer> => {
    clock.advance(1000);
    const { session } = await customers.register(registration({ name, email: `${name}@example.com` }));
    return { ...session!.customer, role: 'CUSTOMER' };
  };
  const update = async (input: object, viewer = mary) => {
    const { data } = await customers.ask(UPDATE, { input }, { viewer });
    return data!['updateProfile'] as { customer: unknown; errors: { path: string[] }[] };
  };

  beforeEach(async () => {
    clock = createManualClock();
    const kit = await createServiceKit();
    store = createCountingStore(await openDocumentStore({ service: 'customers', ...kit.config }));
    customers = await startCustomers({}, { clock, store }, kit);
    [mary, john] = [await newcomer('Mary'), await newcomer('John')];
  });
  afterEach(cleanUp);

  it('shows who is logged in, and nobody when nobody is', async () => {
    expect((await customers.ask(ME, {}, { viewer: mary })).data).toMatchObject({ me: { name: 'Mary' } });
    expect((await customers.ask(ME)).data).toEqual({ me: null });
    const stranger = { ...mary, id: 'removed' };
    expect((await customers.ask(ME, {}, { viewer: stranger })).data).toEqual({ me: null });
  });

  it('changes name and addresses, trimmed, and leaves what is absent', async () => {
    const addresses = [address({ line1: ' 1 Main St ', line2: '  ' }), address({ city: 'Shelbyville' })];
    const named = await update({ name: '  Mary Ann ' });
    expect(named).toEqual({ customer: { name: 'Mary Ann', addresses: [] }, errors: [] });
    await update({ addresses });
    const { data } = await customers.ask(ME, {}, { viewer: mary });
    expect(data).toEqual({
      me: {
        id: mary.id,
        name: 'Mary Ann',
        addresses: [
          { line1: '1 Main St', line2: null },
          { line1: '1 Main St', line2: null },
        ],
      },
    });
    expect(await update({ name: null, addresses: [] })).toEqual({
      customer: { name: 'Mary Ann', addresses: [] },
      errors: [],
    });
    expect((await customers.ask(ME, {}, { viewer: john })).data).toMatchObject({ me: { name: 'John' } });
  });

  it('names everything that is wrong with a profile at once, and changes nothing', async () => {
    const wrong = address({ country: 'us', city: '' });
    const { customer, errors } = await update({
      name: 'x'.repeat(101),
      addresses: [address(), wrong, address({ postalCode: '123' })],
    });
    expect(customer).toBeNull();
    expect(errors.map(({ path }) => path.join('.'))).toEqual([
      'input.name',
      'input.addresses.1.city',
      'input.addresses.1.country',
      'input.addresses.2.postalCode',
    ]);
    expect((await customers.ask(ME, {}, { viewer: mary })).data).toMatchObject({
      me: { name: 'Mary', addresses: [] },
    });
  });

  it('takes twenty addresses and no more', async () => {
    const many = (count: number) => Array.from(Array(count).keys(), () => address());
    expect((await update({ addresses: many(20) })).errors).toEqual([]);
    const { errors } = await update({ addresses: many(21) });
    expect(errors.map(({ path }) => path)).toEqual([['input', 'addresses']]);
  });

  it('changes no profile where nobody is logged in', async () => {
    const { errors } = await customers.ask(UPDATE, { input: { name: 'Eve' } });
    expect(errors![0]!.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('resolves a customer for themselves and for ADMIN only', async () => {
    const representations = [mary, john].map(({ id }) => ({ __typename: 'Customer', id }));
    const seenBy = async (viewer?: Viewer) => {
      const { data } = await customers.ask(ENTITIES, { representations }, viewer && { viewer });
      return data!['_entities'];
    };
    const shown = ({ id, email }: Viewer) => ({ id, email });
    expect(await seenBy(mary)).toEqual([shown(mary), null]);
    expect(await seenBy(admin)).toEqual([shown(mary), shown(john)]);
    expect(await seenBy()).toEqual([null, null]);
  });

  it('shows one customer by id to ADMIN only', async () => {
    const query = 'query ($id: ID!) { customer(id: $id) { name } }';
    const read = (id: string, viewer?: Viewer) => customers.ask(query, { id }, viewer && { viewer });
    const { id, name } = john;
    expect((await read(id, admin)).data).toEqual({ customer: { name } });
    expect((await read('nobody', admin)).data).toEqual({ customer: null });
    expect((await read(id, john)).errors![0]!.extensions['code']).toBe('FORBIDDEN');
    expect((await read(id)).errors![0]!.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('reads the customers of a hundred orders at once', async () => {
    const people = Array.from(Array(100).keys(), (n) => ({ __typename: 'Customer', id: `customer-${n}` }));
    const representations = [{ __typename: 'Customer', id: mary.id }, ...people];
    const before = store.reads('customers');
    const { data } = await customers.ask(ENTITIES, { representations }, { viewer: admin });
    expect(store.reads('customers') - before).toBe(1);
    expect(data!['_entities']).toHaveLength(101);
    expect(data!['_entities']).toContainEqual({ id: mary.id, email: mary.email });
  });

  it('lists customers for ADMIN, newest first, page by page and by the beginnings of words', async () => {
    for (const name of ['Joan', 'Zoë']) {
      clock.advance(1000);
      await customers.register(registration({ name, email: `${name.charCodeAt(0)}@johnson.example` }));
    }
    const list = async (variables: object) => {
      const { data } = await customers.ask(CUSTOMERS, variables, { viewer: admin });
      const { nodes, ...rest } = data!['customers'] as {
        nodes: { name: string }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      return { names: nodes.map(({ name }) => name), ...rest };
    };
    const first = await list({ first: 3 });
    expect(first).toMatchObject({ names: ['Zoë', 'Joan', 'John'], totalCount: 4 });
    const rest = await list({ first: 3, after: first.pageInfo.endCursor });
    expect(rest).toMatchObject({ names: ['Mary'], pageInfo: { hasNextPage: false } });
    expect((await list({ search: 'JOHN' })).names).toEqual(['Zoë', 'Joan', 'John']);
    expect((await list({ search: 'zoe john' })).names).toEqual(['Zoë']);
    expect((await list({ search: 'mary@example.com' })).names).toEqual(['Mary']);
    expect((await list({ search: 'nobody' })).names).toEqual([]);
  });

  it('lists customers for nobody else', async () => {
    const codeFor = async (viewer?: Viewer) =>
      (await customers.ask(CUSTOMERS, {}, viewer && { viewer })).errors![0]!.extensions['code'];
    expect(await codeFor(mary)).toBe('FORBIDDEN');
    expect(await codeFor()).toBe('UNAUTHENTICATED');
  });
});

describe('demo logins', () => {
  afterEach(cleanUp);
  const logins = [
    ['ada@example.com', 'CUSTOMER', 1],
    ['grace@example.com', 'CUSTOMER', 1],
    ['admin@example.com', 'ADMIN', 0],
  ] as const;
  const password = 'correct-horse-battery';

  it('are made once, with fixed ids and an address for each customer', async () => {
    const first = await startCustomers({ demoData: true });
    const seen = await Promise.all(logins.map(([email]) => first.login(email, password)));
    expect(
      seen.map(({ session }) => {
        const { email, role, addresses } = session!.customer as unknown as Record<string, string | object[]>;
        return [email, role, addresses!.length];
      }),
    ).toEqual(logins);
    await first.service.stop();
    const second = await startCustomers(configOf(first.kit, { demoData: true }), {}, first.kit);
    const again = await Promise.all(logins.map(([email]) => second.login(email, password)));
    expect(again.map(({ session }) => session!.customer)).toEqual(
      seen.map(({ session }) => session!.customer),
    );
    const other = await startCustomers({ demoData: true });
    const ids = await Promise.all(logins.map(([email]) => other.login(email, password)));
    expect(ids.map(({ session }) => session!.customer.id)).toEqual(
      seen.map(({ session }) => session!.customer.id),
    );
  });

  it.each([
    ['without demo data', { demoData: false }],
    [
      'in production, whatever the configuration says',
      { demoData: true, environment: 'production' } as const,
    ],
  ])('are not made %s', async (_where, changes) => {
    const kit = await createServiceKit();
    const customers = await startCustomers(changes, { keys: kit.keys }, kit);
    expect((await customers.login('admin@example.com', password)).session).toBeNull();
  });
});
