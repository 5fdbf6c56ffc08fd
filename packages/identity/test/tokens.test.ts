import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import {
  bearerToken,
  createInternalSigner,
  createInternalVerifier,
  createSessionSigner,
  createSessionVerifier,
} from '@counterstep/identity';
import { ada } from '@counterstep/service-kit/testing';
import { createManualClock } from '@counterstep/primitives/testing';

const clock = createManualClock();
const now = () => clock.now();
const seconds = () => Math.floor(clock.now() / 1000);
const claims = { sub: 'customer-ada', email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' };
const unauthenticated = { code: 'UNAUTHENTICATED' };

const newKey = async (kid: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
};
const publicKeys = (...keys: JWK[]) => ({
  keys: keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: 'EdDSA' }) as JWK),
});

/** A token with any header and claims that an attacker may choose, signed with the key. */
const forge = async (
  key: JWK,
  {
    kid = key.kid,
    audience = 'counterstep',
    body = {},
  }: { kid?: string | undefined; audience?: string; body?: object },
) =>
  new SignJWT({ ...body })
    .setProtectedHeader({ alg: 'EdDSA', ...(kid !== undefined && { kid }) })
    .setAudience(audience)
    .setExpirationTime(seconds() + 60)
    .sign(await importJWK(key, 'EdDSA'));

/** The same token with claims changed, and the old signature. */
const tamper = (token: string, change: object): string => {
  const [header, payload, signature] = token.split('.');
  const body = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
  return [header, Buffer.from(JSON.stringify({ ...body, ...change })).toString('base64url'), signature].join(
    '.',
  );
};

describe('a customer’s access token', () => {
  let key: JWK;
  let stranger: JWK;
  let verify: ReturnType<typeof createSessionVerifier>;
  let token: string;

  beforeAll(async () => {
    [key, stranger] = await Promise.all([newKey('session'), newKey('session')]);
    verify = createSessionVerifier(publicKeys(key), now);
    const sign = await createSessionSigner(key, now);
    token = await sign(ada, 900);
  });

  it('says who is logged in until it expires', async () => {
    const expiresAt = new Date((seconds() + 900) * 1000);
    await expect(verify(token)).resolves.toEqual({ viewer: ada, generation: 0, expiresAt });
    const later = createSessionVerifier(publicKeys(key), () => clock.now() + 900_000);
    await expect(later(token)).rejects.toMatchObject({
      ...unauthenticated,
      message: 'The token has expired.',
    });
  });

  it('is refused when it was tampered with', async () => {
    await expect(verify(tamper(token, { role: 'ADMIN' }))).rejects.toMatchObject(unauthenticated);
    await expect(verify(tamper(token, { exp: seconds() + 9_000 }))).rejects.toMatchObject(unauthenticated);
  });

  it('is refused when another key has signed it, even under the same key id', async () => {
    await expect(verify(await forge(stranger, { body: claims }))).rejects.toMatchObject(unauthenticated);
    await expect(verify(await forge(key, { body: claims }))).resolves.toMatchObject({ viewer: ada });
  });

  it('is refused without a signature, or with one of another kind', async () => {
    const unsigned = new UnsecuredJWT(claims)
      .setAudience('counterstep')
      .setExpirationTime(seconds() + 60)
      .encode();
    await expect(verify(unsigned)).rejects.toMatchObject(unauthenticated);
    const secret = new TextEncoder().encode(key.x);
    const symmetric = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'session' })
      .setAudience('counterstep')
      .setExpirationTime(seconds() + 60)
      .sign(secret);
    await expect(verify(symmetric)).rejects.toMatchObject(unauthenticated);
  });

  it('is refused when it is meant for somebody else', async () => {
    const internal = await (await createInternalSigner(key, now))('payments', ada);
    await expect(verify(internal)).rejects.toMatchObject(unauthenticated);
  });

  it.each([
    ['no role', { ...claims, role: undefined }],
    ['an unknown role', { ...claims, role: 'OWNER' }],
    ['no subject', { ...claims, sub: '' }],
    ['an e-mail address that is no text', { ...claims, email: 1 }],
  ])('is refused with %s', async (_what, body) => {
    await expect(verify(await forge(key, { body }))).rejects.toMatchObject(unauthenticated);
  });

  it('is refused when it never expires', async () => {
    const eternal = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'session' })
      .setAudience('counterstep')
      .sign(await importJWK(key, 'EdDSA'));
    await expect(verify(eternal)).rejects.toMatchObject(unauthenticated);
  });

  it.each(['', 'x', 'a.b.c', '..'])('is refused when it is malformed: "%s"', async (malformed) => {
    await expect(verify(malformed)).rejects.toMatchObject(unauthenticated);
  });
});

describe('a calling service’s token', () => {
  let keys: Readonly<Record<'gateway' | 'coordinator' | 'orders', JWK>>;
  let verify: ReturnType<typeof createInternalVerifier>;
  const bearer = async (token: Promise<string> | string) => `Bearer ${await token}`;

  beforeAll(async () => {
    const [gateway, coordinator, orders] = await Promise.all(
      ['gateway', 'coordinator', 'orders'].map(newKey),
    );
    keys = { gateway: gateway!, coordinator: coordinator!, orders: orders! };
    verify = createInternalVerifier('payments', publicKeys(...Object.values(keys)), now);
  });

  it.each(['gateway', 'coordinator'] as const)('says that %s calls, and on whose behalf', async (service) => {
    const sign = await createInternalSigner(keys[service], now);
    await expect(verify(await bearer(sign('payments', ada)))).resolves.toEqual({ service, viewer: ada });
    await expect(verify(await bearer(sign('payments', undefined)))).resolves.toEqual({
      service,
      viewer: undefined,
    });
  });

  it('is good for two minutes, and one more because clocks differ', async () => {
    const authorization = await bearer((await createInternalSigner(keys.gateway, now))('payments', ada));
    const after = (milliseconds: number) =>
      createInternalVerifier('payments', publicKeys(keys.gateway), () => clock.now() + milliseconds);
    await expect(after(179_000)(authorization)).resolves.toMatchObject({ service: 'gateway' });
    await expect(after(180_000)(authorization)).rejects.toMatchObject(unauthenticated);
  });

  it('is signed anew after the clock of whoever shows it was set back', async () => {
    let set = 0;
    const sign = await createInternalSigner(keys.gateway, () => clock.now() + set);
    const first = await sign('payments', ada);
    expect(await sign('payments', ada)).toBe(first);
    set = -86_400_000;
    expect(await sign('payments', ada)).not.toBe(first);
  });

  it('lets the gateway not pose as the coordinator', async () => {
    const audience = 'counterstep-internal/payments';
    const posing = await forge(keys.gateway, {
      kid: 'coordinator',
      audience,
      body: { service: 'coordinator' },
    });
    await expect(verify(await bearer(posing))).rejects.toMatchObject(unauthenticated);
    const claiming = await forge(keys.gateway, {
      audience,
      body: { service: 'coordinator', kid: 'coordinator' },
    });
    await expect(verify(await bearer(claiming))).resolves.toMatchObject({ service: 'gateway' });
  });

  it('serves nowhere but at the service that it was made for', async () => {
    const sign = await createInternalSigner(keys.coordinator, now);
    const stolen = await bearer(sign('orders', ada));
    await expect(verify(stolen)).rejects.toMatchObject(unauthenticated);
    await expect(verify(await bearer(sign('payments', ada)))).resolves.toMatchObject({
      service: 'coordinator',
    });
  });

  it('is refused from a service that calls nobody, even with a known key', async () => {
    const authorization = await bearer((await createInternalSigner(keys.orders, now))('payments', ada));
    await expect(verify(authorization)).rejects.toMatchObject(unauthenticated);
  });

  it('is refused when a customer shows an access token instead', async () => {
    const session = await (await createSessionSigner(keys.gateway, now))(ada, 60);
    await expect(verify(await bearer(session))).rejects.toMatchObject(unauthenticated);
  });

  it('is refused when it names half a viewer', async () => {
    const body = { viewer: { sub: 'customer-ada' } };
    const half = await forge(keys.gateway, { audience: 'counterstep-internal/payments', body });
    await expect(verify(await bearer(half))).rejects.toMatchObject(unauthenticated);
  });

  it('is refused when it was tampered with', async () => {
    const token = await (await createInternalSigner(keys.gateway, now))('payments', ada);
    const other = tamper(token, { viewer: { ...claims, sub: 'customer-grace' } });
    await expect(verify(await bearer(other))).rejects.toMatchObject(unauthenticated);
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'token'])(
    'is refused as the header %j',
    async (authorization) => {
      await expect(verify(authorization)).rejects.toMatchObject(unauthenticated);
    },
  );

  it('is read from the header whatever the case of its scheme', () => {
    expect(bearerToken('bearer  a.b-c_d.e')).toBe('a.b-c_d.e');
  });
});

describe('a signer', () => {
  it('refuses a key that has no id', async () => {
    const { kid: _, ...nameless } = await newKey('session');
    await expect(createSessionSigner(nameless)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });
});
