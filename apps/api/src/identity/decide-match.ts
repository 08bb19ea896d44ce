import { clearBest, matchFacts, ranked, type Facts, type Outcomes } from '@causeway/domain';
import { examFacts } from '../inbound/facts';
import { signalInbound } from '../inbound/turn';
import type { Act } from '../platform/acts/act';
import { askPolicy, type Made } from '../platform/decisions/decisions';
import type { Settings } from '../platform/settings/settings';
import { signalMatch, stopClocks, type MatchColumns } from './match.row';
import { openRegistration } from './registration';
import type { SentIdentity } from './sent';
import type { StoredCandidate } from './weigh';

type Wanted = Outcomes['match']['act'];

export interface MatchQuestion {
  readonly match: Pick<MatchColumns, 'id' | 'exam_id'>;
  readonly candidates: readonly StoredCandidate[];
  /** The one a person chose; the best when absent. */
  readonly chosen?: StoredCandidate;
  /** What the sieve of own exams said just now; what it said last when absent, null when it could not tell. */
  readonly own?: string | null;
}

/** Asks the match policy about an attempt with one candidate in mind. The answer is stored with its facts. */
export async function askMatchPolicy(act: Act, { match, candidates, chosen, own }: MatchQuestion, settings: Settings): Promise<Made<'match'>> {
  const x = await examFacts(act, match.exam_id, settings);
  const facts: Facts = { ...x.facts, ...(own === undefined ? {} : { 'exam.isOwn': own }), ...matchFacts(candidates.filter((c) => !c.dismissed), chosen) };
  return askPolicy(act, { kind: 'match', subject: { kind: 'match', id: match.id, examId: match.exam_id }, facts, scope: x.row.service_line, today: x.today });
}

/** Decides an attempt that is being decided, from evidence just gathered, and does what the policy says as far as the system may (INV-3). */
export async function decideMatch(act: Act, match: MatchColumns, sent: SentIdentity, candidates: readonly StoredCandidate[], settings: Settings, own?: string | null): Promise<void> {
  const [inbound] = await act.query<{ revision: number; due_at: Date | null }>('select revision, due_at from inbound where id = $1', [match.exam_id]);
  const decision = await askMatchPolicy(act, { match, candidates, ...(own === undefined ? {} : { own }) }, settings);
  const shown = candidates.filter((c) => !c.dismissed);
  const best = ranked(shown)[0];
  const wanted = await mayAct(act, match, sent, decision.outcome.act, shown);
  const kept = { candidates: JSON.stringify(candidates), decision_id: decision.id, identity: sent.fingerprint, revision: inbound?.revision ?? match.revision };
  const details = { decision: decision.id, candidates: candidates.length, score: best?.score ?? null, ...(wanted === decision.outcome.act ? {} : { wanted: decision.outcome.act }) };
  switch (wanted) {
    case 'accept':
      await signalMatch(act, match, { move: 'accept-by-policy', set: { ...kept, patient_id: best?.patientId }, details: { ...details, patient: best?.patientId } });
      return stopClocks(act, match.id);
    case 'register':
      await signalMatch(act, match, { move: 'ask-registration', set: kept, details });
      return openRegistration(act, match, sent);
    case 'mirror':
      await keep(act, match, kept);
      await signalInbound(act, { id: match.exam_id, move: 'recognise-own', details: { decision: decision.id, match: match.id } });
      return;
    case 'quarantine':
      await keep(act, match, kept);
      await signalInbound(act, {
        id: match.exam_id, move: 'quarantine', reason: 'several-patients', set: { quarantine: JSON.stringify({ reason: 'several-patients', detail: decision.because[0] ?? '' }) }, details: { decision: decision.id },
      });
      return;
    case 'person':
      await signalMatch(act, match, { move: 'propose', set: kept, details });
      if (inbound?.due_at) act.wish({ kind: 'match.needs-person', key: `match.needs-person ${match.id}`, data: { id: match.id }, dueAt: inbound.due_at, restart: true });
  }
}

const keep = (act: Act, match: MatchColumns, kept: { candidates: string; decision_id: string; identity: Buffer; revision: number }): Promise<object[]> =>
  act.query('update match set candidates = $2, decision_id = $3, identity = $4, revision = $5 where id = $1', [match.id, kept.candidates, kept.decision_id, kept.identity, kept.revision]);

/**
 * What the system may do of what the policy says. It never accepts against a doubt the policy did not ask about, never asks for the registration of somebody
 * whose name, birth date or sex did not come along, and never does again by itself what a person has undone.
 */
async function mayAct(act: Act, match: MatchColumns, sent: SentIdentity, wanted: Wanted, shown: readonly StoredCandidate[]): Promise<Wanted> {
  if (wanted === 'quarantine') return (await clearedBefore(act, match.exam_id)) ? 'person' : wanted;
  if (wanted !== 'accept' && wanted !== 'register') return wanted;
  const [undone] = await act.query(`select 1 as undone from match where exam_id = $1 and state = 'unlinked' limit 1`, [match.exam_id]);
  if (undone) return 'person';
  if (wanted === 'register') return registrable(sent) ? 'register' : 'person';
  return clearBest(shown) ? 'accept' : 'person';
}

async function clearedBefore(act: Act, examId: string): Promise<boolean> {
  return (await act.query(`select 1 as cleared from outbox where subject_id = $1 and event = 'inbound.cleared' limit 1`, [examId])).length > 0;
}

const registrable = ({ person }: SentIdentity): boolean => person.names.some((n) => n.family !== '') && person.birthDate !== null && (person.sex === 'M' || person.sex === 'F');
