import type { AbilityName } from '@causeway/access';
import type { BlastList, CandidateView, CompareRow, Element, EvidenceView, MatchDetail, MoveOffer, PersonRef } from '@causeway/contracts';
import { blockedBy, decide, matchFacts, matchMachine, ranked, scoreLines, type ElementComparison, type Facts, type MatchMove, type Outcomes, type PolicyText } from '@causeway/domain';
import { nameView } from '../exams/names';
import { guardedOf, inboundRowColumns, type InboundColumns } from '../inbound/inbound.row';
import { clockOf } from '../inbound/row-view';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { blastListOf } from './blast-list';
import type { Settings } from '../platform/settings/settings';
import { issuersOf } from './issuers';
import { loadPatients, localName, type LocalPatient } from './local-patients';
import type { MatchColumns } from './match.row';
import { needOf } from './match.moves';
import { matchSight } from './sight';
import { SENT_SQL, identityIn, sentIdentity, type SentIdentity, type SentRow } from './sent';
import { Scales, type StoredCandidate } from './weigh';

interface DecisionRow { id: string; outcome: Outcomes['match']; because: string[]; facts: Facts; today: string; text: PolicyText<'match'> }
interface Shown { readonly match: MatchColumns; readonly inbound: InboundColumns; readonly now: Date }

const OFFERS: readonly (readonly [MatchMove | 'refresh', AbilityName])[] = [
  ['accept', 'match.accept'], ['dismiss-candidate', 'match.accept'], ['refresh', 'match.accept'], ['override', 'match.override'], ['ask-second', 'match.override'], ['confirm-second', 'match.confirm'],
  ['decline-second', 'match.confirm'], ['ask-registration', 'match.register'], ['question', 'match.unlink'], ['unlink', 'match.unlink'],
];

/** Reads the side-by-side: the identity as sent, the candidates, and what a person may do. */
export class MatchDetails {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** The latest attempt of an exam, for who may see the exam. */
  async ofExam(examId: string, caller: Caller): Promise<MatchDetail> {
    const inbound = await this.inbound(examId, caller);
    const [match] = await this.acts.read<MatchColumns>('select * from match where exam_id = $1 order by attempt desc limit 1', [examId]);
    if (!match) throw notFound('match');
    return this.detail({ match, ...inbound }, caller);
  }

  async ofMatch(id: string, caller: Caller): Promise<MatchDetail> {
    const [match] = await this.acts.read<{ exam_id: string }>('select exam_id from match where id = $1', [id]);
    if (!match) throw notFound('match');
    return this.ofExam(match.exam_id, caller);
  }

  /** The side-by-side with a patient a person found by searching. Weighed now, kept nowhere but in the audit. */
  async compare(id: string, patientId: string, caller: Caller): Promise<CandidateView> {
    const [match] = await this.acts.read<MatchColumns>('select * from match where id = $1', [id]);
    if (!match) throw notFound('match');
    const { inbound } = await this.inbound(match.exam_id, caller);
    caller.require('match.accept', guardedOf(inbound));
    const issuers = await issuersOf(this.acts);
    const weighed = await this.acts.run(caller.actor, async (act) => {
      const sent = await sentIdentity(act, match.exam_id, issuers);
      const candidate = await (await Scales.for(act, sent, issuers, this.settings)).one(patientId);
      act.audit({ action: 'patient.compared', object: { kind: 'match', id }, details: { patient: patientId } });
      return candidate && { candidate, sent };
    });
    const [patient] = await loadPatients((sql, p) => this.acts.read(sql, p), [patientId]);
    if (!weighed || !patient) throw notFound('patient');
    return this.candidate({ ...weighed.candidate, dismissed: match.dismissed.includes(patientId) }, patient, weighed.sent, match, await this.decision(match));
  }

  /** What would have to be called back; for who may take the association back, before they type their password. */
  async blastList(id: string, caller: Caller): Promise<BlastList> {
    const [match] = await this.acts.read<{ exam_id: string }>('select exam_id from match where id = $1', [id]);
    if (!match) throw notFound('match');
    const { inbound } = await this.inbound(match.exam_id, caller);
    if (!caller.offer('unlink', 'match.unlink', guardedOf(inbound))) throw new Refusal(403, 'not-allowed', 'This is for those who may take an association back.');
    const items = await blastListOf({ query: (sql, p) => this.acts.read(sql, p) }, match.exam_id);
    return { items: items.map((i) => ({ kind: i.kind, ref: i.ref, label: i.label, at: i.at.toISOString(), channel: i.channel })) };
  }

  private async inbound(examId: string, caller: Caller): Promise<{ inbound: InboundColumns; now: Date }> {
    const b = new Binder();
    const sight = rowSql(matchSight(caller), inboundRowColumns, b.bind);
    const [row] = await this.acts.read<InboundColumns & { now: Date }>(`select x.*, clock_timestamp() as now from inbound x where x.id = ${b.bind(examId)} and ${sight}`, b.values);
    if (!row) throw notFound('exam');
    return { inbound: row, now: row.now };
  }

  private async detail({ match, inbound, now }: Shown, caller: Caller): Promise<MatchDetail> {
    const issuers = await issuersOf(this.acts);
    const [row] = await this.acts.read<SentRow>(`${SENT_SQL} where e.id = $1`, [match.exam_id]);
    if (!row) throw notFound('exam');
    const sent = identityIn(row, issuers);
    const [decision, candidates, registration, history, second] = await Promise.all([
      this.decision(match), this.patients(match), this.registration(match), this.history(match.exam_id), this.second(match),
    ]);
    return {
      id: match.id, examId: match.exam_id, version: match.version, attempt: match.attempt, state: match.state,
      clock: clockOf({ ...inbound, match_state: match.state }, now),
      incoming: { name: nameView(sent.personName), birthDate: sent.person.birthDate, sex: sent.person.sex, identifier: sent.identifier ? { value: sent.identifier.value, issuer: sent.identifier.issuer ?? 'unknown issuer' } : null },
      candidates: await Promise.all(match.candidates.flatMap((c) => {
        const patient = candidates.get(c.patientId);
        return patient ? [this.candidate(c, patient, sent, match, decision)] : [];
      })),
      decision: decision ? { id: decision.id, outcome: decision.outcome, because: decision.because[0] ?? '' } : null,
      lines: scoreLines, second, registration, confirmed: confirmedOf(match, history.at(-1)?.by ?? null), history, moves: movesOf(match, inbound, caller),
    };
  }

  private async decision(match: MatchColumns): Promise<DecisionRow | null> {
    const [row] = await this.acts.read<DecisionRow>(
      'select d.id, d.outcome, d.because, d.facts, d.today::text, v.text from decision d join policy_version v on v.id = d.policy_version_id where d.id = $1', [match.decision_id]);
    return row ?? null;
  }

  private async patients(match: MatchColumns): Promise<Map<string, LocalPatient>> {
    const found = await loadPatients((sql, p) => this.acts.read(sql, p), match.candidates.map((c) => c.patientId));
    return new Map(found.map((p) => [p.id, p]));
  }

  private async candidate(c: StoredCandidate, patient: LocalPatient, sent: SentIdentity, match: MatchColumns, decision: DecisionRow | null): Promise<CandidateView> {
    const need = decision ? needFor(c, match, decision) : { mustEqual: [], people: 2 as const };
    const { mustEqual } = need;
    const name = localName(patient);
    return {
      patientId: c.patientId, name, birthDate: patient.birth_date, sex: patient.sex, mrn: patient.mrn, score: c.score, lookalike: c.lookalike, dismissed: c.dismissed,
      rows: c.rows.map((row) => compareRow(row, sent, patient, mustEqual)),
      evidence: c.evidence as EvidenceView[], priors: await this.priors(c.patientId, match.exam_id), blockedBy: blockedBy(c.rows, mustEqual) as Element[], people: need.people,
    };
  }

  private async priors(patientId: string, examId: string): Promise<CandidateView['priors']> {
    const rows = await this.acts.read<{ study_uid: string; head: Record<string, string | undefined>; modalities: string[] }>(
      `select e.study_uid, e.head, x.modalities from match m join exam e on e.id = m.exam_id join inbound x on x.id = m.exam_id
       where m.patient_id = $1 and m.state in ('matched', 'overridden') and m.exam_id <> $2 order by e.head->>'studyDate' desc limit 5`, [patientId, examId]);
    return rows.map((r) => ({
      description: r.head['studyDescription'] || r.modalities.join('/') || 'Exam', modality: r.modalities[0] ?? '', studyUid: r.study_uid,
      studyDate: (r.head['studyDate'] ?? '').replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3') || null,
    }));
  }

  private async registration(match: MatchColumns): Promise<MatchDetail['registration']> {
    const [row] = await this.acts.read<{ id: string; state: string; since: Date }>('select id, state, state_since as since from registration where match_id = $1 order by made_at desc limit 1', [match.id]);
    return row ? { id: row.id, state: row.state, since: row.since.toISOString() } : null;
  }

  private async second(match: MatchColumns): Promise<MatchDetail['second']> {
    if (match.state !== 'second-look' || !match.asker_id || !match.patient_id) return null;
    const [asker] = await this.acts.read<PersonRef>('select id, name, initials, title from person where id = $1', [match.asker_id]);
    return asker ? { asker, elements: match.elements as Element[], reason: match.reason ?? '', patientId: match.patient_id } : null;
  }

  private async history(examId: string): Promise<MatchDetail['history']> {
    const rows = await this.acts.read<{ attempt: number; state: MatchColumns['state']; at: Date; by: string | null; second: string | null; reason: string | null }>(
      `select m.attempt, m.state, m.state_since as at, a.name as by, c.name as second, m.reason from match m left join person a on a.id = m.asker_id left join person c on c.id = m.confirmer_id
       where m.exam_id = $1 order by m.attempt`, [examId]);
    return rows.map((r) => ({ attempt: r.attempt, state: r.state, at: r.at.toISOString(), by: r.second ? `${r.by}, ${r.second}` : r.by, reason: r.reason }));
  }
}

/** What the policy asks about this candidate: as stored for the one it decided about, as it would answer for any other. */
function needFor(c: StoredCandidate, match: MatchColumns, decision: DecisionRow): Pick<ReturnType<typeof needOf>, 'mustEqual' | 'people'> {
  const shown = match.candidates.filter((other) => !other.dismissed);
  if (ranked(shown)[0]?.patientId === c.patientId) return needOf(decision.outcome);
  return needOf(decide(decision.text, { ...decision.facts, ...matchFacts(shown, c) }, decision.today).outcome);
}

function movesOf(match: MatchColumns, inbound: InboundColumns, caller: Caller): MoveOffer[] {
  const thing = { ...guardedOf(inbound), earlierActors: match.asker_id ? [match.asker_id] : [] };
  return OFFERS.flatMap(([name, ability]) => (matchMachine.answer(match.state, name) === 'legal' && caller.offer(name, ability, thing)) || []);
}

function confirmedOf(match: MatchColumns, by: string | null): MatchDetail['confirmed'] {
  if ((match.state !== 'matched' && match.state !== 'overridden') || !match.patient_id) return null;
  return { patientId: match.patient_id, by: by ?? 'policy', reason: match.reason, overridden: match.elements as Element[] };
}

/** What stands on both sides, and what the localised copy will carry. Local values win; the outside number is kept with its issuer. */
function compareRow(row: ElementComparison, sent: SentIdentity, patient: LocalPatient, mustEqual: readonly string[]): CompareRow {
  const incoming = nameView(sent.personName);
  const local = localName(patient);
  const outside = sent.identifier && sent.person.recordNumbers.includes(sent.identifier.value) ? null : sent.identifier;
  const same = outside ? patient.identifiers.find((i) => i.issuer === outside.issuer) : undefined;
  const issued = (i: { value: string; issuer: string | null } | null | undefined): string | null => (i ? `${i.value} @ ${i.issuer ?? 'unknown issuer'}` : null);
  const values: Readonly<Record<Element, readonly [string | null, string | null, string, string | null]>> = {
    family: [incoming.family || incoming.text, local.family || local.text, local.family || local.text, null],
    given: [incoming.given || null, local.given || null, local.given, null],
    'birth-date': [sent.person.birthDate, patient.birth_date, patient.birth_date ?? '', null],
    sex: [sent.person.sex, patient.sex, patient.sex ?? '', null],
    identifier: [issued(outside), issued(same), outside?.value ?? '', outside ? 'kept-with-issuer' : null],
    mrn: [sent.person.recordNumbers[0] ?? null, patient.mrn, patient.mrn, 'written-on-release'],
    phone: [sent.person.phones[0] ?? null, patient.phone, patient.phone ?? '', 'local-value-kept'],
    address: [sent.person.addresses[0] ?? null, patient.address, patient.address ?? '', 'local-value-kept'],
    accession: [sent.accession?.value ?? null, null, '', 'new-local-order'],
  };
  const [came, have, written, note] = values[row.element];
  return { element: row.element, incoming: came, candidate: have, comparison: row.answer, weight: row.weight, written, writtenNote: row.note ?? note, required: mustEqual.includes(row.element) };
}
