import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ada } from '@counterstep/platform/testing';
import type { Service } from '@counterstep/platform/server';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

describe('queries and mutations', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  it('resolves each field in the subgraph that owns it', async () => {
    const { data, errors } = await ask(gateway, '{ books { title rating } reviewers }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      books: [
        { title: 'One', rating: 1 },
        { title: 'Two', rating: 2 },
      ],
      reviewers: ['ada'],
    });
  });
});
