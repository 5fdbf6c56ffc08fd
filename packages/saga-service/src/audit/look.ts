import type { Instant, SagaDocument, SagaStore } from '@counterstep/saga-engine';
import { auditedSaga, type AuditedSaga, type MutationOf } from './audited-saga.ts';
import { compareSteps, sagaNotes, stepKey, unknownSteps, type StepRecord } from './compare-steps.ts';
import type { EffectCheck, Totals } from './effect-check.ts';
import { distinct, type Finding } from './finding.ts';
import type { Participants } from './participants.ts';

export interface LookOptions {
  readonly sagas: Pick<SagaStore, 'getMany' | 'ofSubjects'>;
  readonly participants: Participants;
  readonly effects: readonly EffectCheck[];
  readonly mutationOf: MutationOf;
  /** The instant such that a saga due since before it is overdue. */
  readonly overdueSince: () => Instant;
}

/** Reads a part of both sides, and compares them. */
export type Look = ReturnType<typeof createLook>;

export function createLook({ sagas, participants, effects, mutationOf, overdueSince }: LookOptions) {
  const audited = (saga: SagaDocument): AuditedSaga => auditedSaga(saga, mutationOf, overdueSince());
  const ofSubjects = async (subjects: readonly string[]): Promise<Map<string, AuditedSaga[]>> => {
    const bySubject = new Map(subjects.map((id): [string, AuditedSaga[]] => [id, []]));
    for (const saga of await sagas.ofSubjects(subjects))
      bySubject.get(saga.subject ?? '')?.push(audited(saga));
    return bySubject;
  };
  return {
    /** Compares at most 100 sagas and their subjects with the participants' data. */
    sagas: async (found: readonly SagaDocument[]): Promise<readonly Finding[]> => {
      const page = found.map(audited);
      const subjects = await ofSubjects([...new Set(page.flatMap(({ subject }) => subject ?? []))]);
      // The coordinator's side is read first, so that the participants' data is never older than the sagas.
      const [records, ...kept] = await Promise.all([
        recordsOf(participants, page),
        ...effects.map((effect) => effect.compare(subjects)),
      ]);
      return distinct([
        ...page.flatMap(sagaNotes),
        ...page.flatMap((saga) => compareSteps(saga, records)),
        ...kept.flat(),
      ]);
    },

    /** Compares a participant's records with the sagas that they name. */
    records: async (subgraph: string, records: readonly StepRecord[]): Promise<readonly Finding[]> => {
      const named = await sagas.getMany([...new Set(records.map(({ sagaId }) => sagaId))]);
      return unknownSteps(subgraph, records, new Map([...named].map(([id, saga]) => [id, audited(saga)])));
    },

    /** Finds data about those of the subjects, at most 1000, that no saga is about. */
    strays: async (subjects: readonly string[]): Promise<readonly Finding[]> => {
      const found = await ofSubjects([...new Set(subjects)]);
      const unknown = [...found].flatMap(([subject, ofSubject]) => (ofSubject.length === 0 ? [subject] : []));
      return (await Promise.all(effects.map((effect) => effect.strays(unknown)))).flat();
    },

    /** Checks data that belongs to no subject. */
    totals: async (): Promise<Totals> => {
      const all = await Promise.all(effects.map((effect) => effect.totals()));
      const examined = Object.assign({}, ...all.map((each) => each.examined)) as Totals['examined'];
      return { findings: all.flatMap(({ findings }) => findings), examined };
    },
  };
}

async function recordsOf(
  participants: Participants,
  sagas: readonly AuditedSaga[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, StepRecord>>> {
  const read = async (subgraph: string) => {
    const keys = sagas.flatMap(({ id, steps }) =>
      steps
        .filter((step) => step.subgraph === subgraph)
        .map(({ name, item }) => stepKey({ sagaId: id, step: name, item })),
    );
    const records: StepRecord[] = [];
    for (let from = 0; from < keys.length; from += MAX_KEYS)
      records.push(...(await participants.recordsOf(subgraph, keys.slice(from, from + MAX_KEYS))));
    return [subgraph, new Map(records.map((record) => [stepKey(record), record]))] as const;
  };
  return new Map(await Promise.all(participants.names.map(read)));
}

const MAX_KEYS = 1000;
