import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@counterstep/service-kit';
import { createInternalSigner, makeInternalKeys, type SignInternal } from '@counterstep/identity';
import { stepInput } from '@counterstep/service-kit/testing';
import { checked, unproven } from './check.ts';

const folder = join(process.cwd(), 'examples/trip/cards');
const python = join(folder, '.venv/bin/python');
const missing = existsSync(python)
  ? undefined
  : 'no examples/trip/cards/.venv (examples/trip/cards/make-venv makes it)';
if (missing && process.env['REQUIRE_PYTHON']) throw new Error(`Python must not be skipped here: ${missing}.`);

const CHARGE = `mutation ($step: StepInput!, $input: ChargeCardInput!) {
  told: chargeCard(step: $step, input: $input) { chargeId rejection { code } } }`;
const REFUND = `mutation ($step: StepInput!, $input: RefundCardInput!) {
  told: refundCard(step: $step, input: $input) { undone } }`;
const CHARGES = 'query ($tripId: ID!) { charges(tripId: $tripId) { amount currency refundedAt } }';

const title = missing ? `(skipped: ${missing})` : '';

(missing ? describe.skip : describe)(`The participant in Python ${title}`, () => {
  let dataDir: string;
  let url: string;
  let service: ChildProcess | undefined;
  let keys: Awaited<ReturnType<typeof makeInternalKeys>>;
  let sign: SignInternal;

  const start = async (port: string): Promise<string> => {
    const env = { DATA_DIR: dataDir, PORT: port, INTERNAL_PUBLIC_KEYS: JSON.stringify(keys.internalPublic) };
    service = spawn(python, [join(folder, 'server.py')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(service.stdout!), 'line')) as [string];
    return (JSON.parse(line) as { url: string }).url;
  };
  const kill = async (): Promise<void> => {
    if (service === undefined) return;
    const ended = once(service, 'exit');
    service.kill('SIGKILL');
    service = undefined;
    await ended;
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
    keys = await makeInternalKeys();
    const { gateway, coordinator } = keys;
    await writeFile(join(dataDir, 'keys.json'), JSON.stringify({ gateway, coordinator }));
    sign = await createInternalSigner(coordinator);
    url = await start('0');
  });
  afterAll(async () => {
    await kill();
    await rm(dataDir, { recursive: true, force: true });
  });

  const ask = async (query: string, variables: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await sign('cards', undefined)}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  };
  const charging = (card: string) => {
    const tripId = newId();
    return {
      tripId,
      step: stepInput('chargeCard', newId()),
      input: { tripId, card, amount: 1250, currency: 'EUR' },
    };
  };

  it('keeps every rule, and is killed meanwhile', async () => {
    const restart = async (): Promise<void> => {
      await kill();
      await start(new URL(url).port);
    };
    const values = { chargeCard: { rejected: { card: 'card_declined' } } };
    const { end, report, stderr } = await checked({ url, audience: 'cards', dataDir, restart }, values);
    expect({ end, stderr, unproven: unproven(report) }).toEqual({ end: 0, stderr: '', unproven: [] });
  }, 120_000);

  it('charges a card once however many ask at once, and gives it back once', async () => {
    const { tripId, step, input } = charging('card_visa');
    await Promise.all(Array.from({ length: 8 }, () => ask(CHARGE, { step, input })));
    const charge = { amount: 1250, currency: 'EUR' };
    expect(await ask(CHARGES, { tripId })).toEqual({ charges: [{ ...charge, refundedAt: null }] });
    const undo = () => ask(REFUND, { step, input: { tripId } });
    expect(await Promise.all([undo(), undo()])).toEqual([
      { told: { undone: true } },
      { told: { undone: true } },
    ]);
    expect(await ask(CHARGES, { tripId })).toEqual({
      charges: [{ ...charge, refundedAt: expect.any(String) }],
    });
  });

  it('charges nothing where the card is declined', async () => {
    const { tripId, step, input } = charging('card_declined');
    const told = { chargeId: null, rejection: { code: 'CARD_DECLINED' } };
    expect(await ask(CHARGE, { step, input })).toEqual({ told });
    expect(await ask(CHARGES, { tripId })).toEqual({ charges: [] });
  });
});
