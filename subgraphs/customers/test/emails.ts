import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { createLogger, newId } from '@counterstep/service-kit';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { createCustomerStore, type CustomerStore } from '../src/customer-store.ts';
import { normaliseEmails } from '../src/email-migration.ts';

const clock = { now: () => Date.parse('2026-03-01T09:30:00Z') };

const written = (id: string, email: string) => ({
  id,
  email,
  name: id,
  role: 'CUSTOMER' as const,
  addresses: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  passwordHash: 'a hash',
});

/** Accounts that an older version has written keep their owners, whatever their addresses fold to. */
export function oldEmails(engine: string, mongoUri: () => string | undefined): void {
  describe(`e-mail addresses of an older version on ${engine}`, () => {
    let kit: ServiceKit;
    let store: DocumentStore;
    let customers: CustomerStore;
    let warnings: string[];
    const log = createLogger('customers', 'warn', { write: (line: string) => warnings.push(line) });
    const migrate = () => normaliseEmails(store, customers, clock, log);
    const ownerOf = async (email: string) => (await customers.withEmail(email))?.id;

    beforeEach(async () => {
      warnings = [];
      kit = await createServiceKit();
      store = await openDocumentStore({
        ...kit.config,
        service: 'customers',
        mongoUri: mongoUri(),
        mongoDb: `test_${newId().slice(-12)}`,
      });
      customers = createCustomerStore(store);
      await store.commit(
        [
          written('1', 'zoe\u0308@example.com'),
          written('2', 'zo\u00eb@example.com'),
          written('3', 'ada@b\u00fccher.example'),
          written('4', '\uff41lan@example.com'),
          written('5', 'mary@example.com'),
          written('6', 'eve@x\u00e9.example'),
          written('7', 'eve@xe\u0301.example'),
        ].map((customer) => customers.add(customer)),
      );
    });
    afterEach(async () => {
      await store.close();
      await kit.remove();
    });

    it('get the normal form, and belong to whom they have belonged to', async () => {
      await migrate();
      expect((await customers.get('3'))?.email).toBe('ada@xn--bcher-kva.example');
      expect((await customers.get('4'))?.email).toBe('alan@example.com');
      expect(await customers.get('5')).toMatchObject({ email: 'mary@example.com', version: 1 });
      for (const typed of ['Ada@B\u00dcCHER.example', 'ada@xn--bcher-kva.example'])
        expect(await ownerOf(typed)).toBe('3');
      expect(await ownerOf('\uff41lan@example.com')).toBe('4');
    });

    it('stay what they are where they fall together, so that each owner still logs in; a warning names these', async () => {
      await migrate();
      expect(await ownerOf('zoe\u0308@example.com')).toBe('1');
      expect(await ownerOf('Zo\u00eb@example.com')).toBe('2');
      expect(await ownerOf('eve@x\u00e9.example')).toBe('6');
      expect(await ownerOf('eve@xe\u0301.example')).toBe('7');
      expect((await customers.get('6'))?.email).toBe('eve@xn--x-bga.example');
      expect(warnings.map((line) => (JSON.parse(line) as { customers: string[] }).customers)).toEqual([
        ['1', '7'],
      ]);
    });

    it('are looked at once; who keeps an old form is named at every start', async () => {
      await migrate();
      const versions = async () =>
        (await customers.page(undefined)).edges.map(({ node }) => [node.email, node.version]);
      const before = await versions();
      await migrate();
      expect(await versions()).toEqual(before);
      expect(warnings).toHaveLength(2);
    });
  });
}
