import { fold, nameWords } from '@causeway/domain';
import type { PatientHit, PatientQuery } from '@causeway/contracts';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { issuersOf } from './issuers';
import { loadPatients, localName } from './local-patients';
import { sentIdentity } from './sent';
import { seenBy } from './sight';
import { Scales } from './weigh';

const MOST = 20;

/** Looks local patients up by name, record number, other number or date of birth, for who may match an exam with one. Each search is audited. */
export class PatientSearch {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async find(query: PatientQuery, caller: Caller): Promise<PatientHit[]> {
    return this.acts.run(caller.actor, async (act) => {
      await this.require(query.examId ?? null, caller, (id) => lockInbound(act, id));
      const ids = await act.query<{ id: string }>(...searchSql(query.q));
      const patients = await loadPatients((sql, p) => act.query(sql, p), ids.map((r) => r.id));
      const issuers = await issuersOf(act);
      const scales = query.examId ? await Scales.for(act, await sentIdentity(act, query.examId, issuers), issuers, this.settings) : null;
      act.audit({ action: 'patient.searched', object: { kind: query.examId ? 'inbound' : 'patient', id: query.examId ?? 'search' }, details: { found: patients.map((p) => p.id) } });
      const hits = patients.map((p) => ({ patientId: p.id, name: localName(p), birthDate: p.birth_date, sex: p.sex, mrn: p.mrn, score: scales ? scales.score(p) : null }));
      return hits.sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.name.text.localeCompare(b.name.text));
    });
  }

  /** For one exam: who may match it. Without one: who may match any exam of this house. */
  private async require(examId: string | null, caller: Caller, inbound: (id: string) => ReturnType<typeof lockInbound>): Promise<void> {
    if (examId) {
      const row = await inbound(examId);
      if (!row) throw notFound('exam');
      caller.require('match.accept', guardedOf(row), seenBy(caller, guardedOf(row), 'match.accept'));
      return;
    }
    const [host] = await this.acts.read<{ id: string }>('select id from facility where host order by made_at limit 1');
    caller.require('match.accept', { facilityIds: host ? [host.id] : [], ...(caller.principal.serviceLines[0] ? { serviceLine: caller.principal.serviceLines[0] } : {}) }, 'match.accept');
  }
}

/** Every word must be found: in a name, as a number, or as a date of birth. */
function searchSql(q: string): [string, unknown[]] {
  const b = new Binder();
  const tests = q.trim().split(/\s+/).slice(0, 6).map((word) => {
    const tests = [`p.birth_date = ${b.bind(isoOf(word))}`, `p.mrn = ${b.bind(word)}`, `exists (select 1 from patient_identifier i where i.patient_id = p.id and i.ended_at is null and i.value = ${b.bind(word)})`];
    const name = nameWords(word).join(' ') || fold(word);
    if (name) tests.push(`p.id in (select n.patient_id from patient_name n where n.folded like ${b.bind(`%${name.replace(/[\\%_]/g, '\\$&')}%`)})`);
    return `(${tests.join(' or ')})`;
  });
  return [`select p.id from patient p where p.merged_into is null and ${tests.join(' and ')} limit ${MOST}`, b.values];
}

/** `1998-08-30`, `19980830`, `30.08.1998`: as stored; else something no date equals. */
function isoOf(word: string): string {
  const day = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(word);
  if (day) return `${day[3]}-${(day[2] ?? '').padStart(2, '0')}-${(day[1] ?? '').padStart(2, '0')}`;
  return /^\d{8}$/.test(word) ? word.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : word;
}
