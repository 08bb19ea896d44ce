import type { EvidenceView } from '@causeway/contracts';
import { compared, comparePeople, lookalikesOf, ranked, scoreOf, type Compared, type ElementComparison, type MatchCandidate, type MatchContext, type Person } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { dayIn } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import { earlierPairs, type EarlierPair } from './earlier-pairs';
import type { Issuers } from './issuers';
import { loadPatients, personOf, type LocalPatient } from './local-patients';
import { findPatients, findRelatives, mayBeTaken } from './search';
import type { SentIdentity } from './sent';

/** Candidates kept with a match. */
const MOST_CANDIDATES = 10;

/** A candidate as a match keeps it: comparisons and codes, no values. */
export interface StoredCandidate extends MatchCandidate {
  readonly evidence: readonly EvidenceView[];
  readonly dismissed: boolean;
}

interface Weighed { readonly patient: LocalPatient; readonly person: Person; readonly rows: readonly ElementComparison[]; readonly score: number; readonly weight: number }

const holdsNumber = (w: Weighed): boolean => w.rows.some((r) => (r.element === 'identifier' || r.element === 'mrn') && r.answer === 'agrees');

/** Everything weighed for one exam, with what is needed to weigh one more. */
export class Scales {
  private constructor(
    private readonly act: Act, private readonly sent: SentIdentity, private readonly issuers: Issuers, private readonly settings: Settings,
    private readonly pairs: readonly EarlierPair[], private readonly order: { patient_id: string } | null, private readonly asked: ReadonlySet<string>,
  ) {}

  static async for(act: Act, sent: SentIdentity, issuers: Issuers, settings: Settings): Promise<Scales> {
    const [order] = sent.accession
      ? await act.query<{ patient_id: string }>('select patient_id from import_order where accession = $1 and issuer = $2', [sent.accession.value, sent.accession.issuer ?? ''])
      : [];
    // photographs name whom the request names because we wrote it there: the request says nothing for them
    const asked = await act.query<{ patient_id: string }>(
      `select r.patient_id from request_arrival a join request_out r on r.id = a.request_id where a.exam_id = $1 and a.state <> 'withdrawn' and r.patient_id is not null
         and not exists (select 1 from parcel_exam x join parcel p on p.id = x.parcel_id where x.exam_id = a.exam_id and p.form = 'photographs')`, [sent.examId]);
    return new Scales(act, sent, issuers, settings, await earlierPairs(act, sent, issuers), order ?? null, new Set(asked.map((a) => a.patient_id)));
  }

  /** The nearest local patients, best first. */
  async candidates(): Promise<StoredCandidate[]> {
    const found = await loadPatients((sql, p) => this.act.query(sql, p), await findPatients(this.act, this.sent, this.issuers));
    const weighed = found.map((patient) => this.weigh(patient));
    const best = ranked(weighed.map((w) => ({ ...w, patientId: w.patient.id }))).slice(0, MOST_CANDIDATES);
    return this.complete(best, weighed);
  }

  /** One patient a person picked, also when the search would not have named them. Null: there is no such patient any more. */
  async one(patientId: string): Promise<StoredCandidate | null> {
    const [patient] = await loadPatients((sql, p) => this.act.query(sql, p), [patientId]);
    return patient ? ((await this.complete([this.weigh(patient)], []))[0] ?? null) : null;
  }

  score(patient: LocalPatient): number {
    return this.weigh(patient).score;
  }

  private weigh(patient: LocalPatient): Weighed {
    const person = personOf(patient, this.issuers);
    const rows = comparePeople(this.sent.person, person, this.accessionOf(patient.id));
    return { patient, person, rows, ...scoreOf(rows) };
  }

  private accessionOf(patientId: string): Compared {
    return this.order ? compared(this.order.patient_id === patientId ? 'agrees' : 'differs') : compared('missing');
  }

  /** Adds what can only be said with the others in sight: whom each may be taken for. */
  private async complete(chosen: readonly Weighed[], known: readonly Weighed[]): Promise<StoredCandidate[]> {
    if (chosen.length === 0) return [];
    const have = new Set(known.map((k) => k.patient.id));
    const relatives = await findRelatives(this.act, chosen.map((w) => w.patient));
    const more = await loadPatients((sql, p) => this.act.query(sql, p), relatives.filter((id) => !have.has(id)));
    const around = [...new Map([...known, ...chosen, ...more.map((patient) => this.weigh(patient))].map((w) => [w.patient.id, w])).values()];
    return chosen.map((w) => {
      const others = around.filter((o) => o.patient.id !== w.patient.id && (holdsNumber(o) || mayBeTaken(w.patient, o.patient)));
      return {
        patientId: w.patient.id, rows: w.rows, score: w.score, weight: w.weight, trustedIssuer: this.trusted(w), context: this.context(w.patient),
        lookalike: lookalikesOf(this.sent.person, w, others), evidence: this.evidence(w.patient), dismissed: false,
      };
    });
  }

  private trusted(w: Weighed): boolean | null {
    const agrees = (element: string): boolean => w.rows.some((r) => r.element === element && r.answer === 'agrees');
    if (agrees('mrn')) return true;
    if (!agrees('identifier')) return null;
    return this.sent.person.identifiers.some((i) => this.issuers.trusted.has(i.issuer) && w.person.identifiers.some((own) => own.issuer === i.issuer && own.value === i.value));
  }

  private context(patient: LocalPatient): MatchContext[] {
    const here = patient.encounter !== null && patient.encounter.endedAt === null;
    const today = patient.last_visit === dayIn(this.act.now, this.settings.SITE_ZONE);
    return [...(here || today ? (['appointment'] as const) : []), ...(this.pairs.some((p) => p.patientId === patient.id) ? (['earlier-pair'] as const) : []), ...(this.asked.has(patient.id) ? (['open-request'] as const) : [])];
  }

  private evidence(patient: LocalPatient): EvidenceView[] {
    const { encounter } = patient;
    const pair = this.pairs.find((p) => p.patientId === patient.id);
    return [
      ...(encounter && !encounter.endedAt ? [{ code: 'in-house', at: encounter.since, values: { class: encounter.class, location: encounter.location ?? '', visit: encounter.number ?? '' }, weight: 0 }] : []),
      ...(patient.last_visit && (!encounter || encounter.endedAt) ? [{ code: 'last-visit', at: patient.last_visit, values: {}, weight: 0 }] : []),
      ...(this.asked.has(patient.id) ? [{ code: 'open-request', at: null, values: {}, weight: 0 }] : []),
      ...(pair ? [{ code: 'earlier-pair', at: pair.at, values: { times: String(pair.times) }, weight: 0 }] : []),
    ];
  }
}
