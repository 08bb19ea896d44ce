import type { Disclosure, DisclosureList, DisclosureQuery } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';

const MOST = 1000;
interface Found { readonly id: string; readonly mrn: string; readonly birthDate: string | null; readonly name: string; readonly issuer: string }
interface Row { readonly at: Date; readonly kind: Disclosure['kind']; readonly by: string | null; readonly to: string | null; readonly purpose: string | null; readonly exam_id: string; readonly description: string | null; readonly study_date: string | null; readonly total: number }

/**
 * Who saw the exams of a patient and to whom they were given on (the accounting a patient may ask for, 45 CFR 164.528). Made from the audit and the sends;
 * that somebody asked for it is itself written down.
 */
export class Disclosures {
  constructor(private readonly acts: Acts) {}

  async of(caller: Caller, query: DisclosureQuery): Promise<DisclosureList> {
    const patient = await this.patient(query);
    const b = new Binder();
    const sight = rowSql(caller.rows('audit.read'), { facilityIds: 'x.facility_ids' }, b.bind);
    const exams = await this.acts.read<{ exam_id: string }>(
      `select m.exam_id from match m join inbound x on x.id = m.exam_id where m.patient_id = ${b.bind(patient.id)} and m.state in ('matched', 'overridden') and ${sight}`, b.values);
    const ids = exams.map((e) => e.exam_id);
    const rows = await this.acts.read<Row>(
      `select w.*, e.head->>'studyDescription' as description, to_char(to_date(substring(e.head->>'studyDate' from '^\\d{8}$'), 'YYYYMMDD'), 'YYYY-MM-DD') as study_date, count(*) over ()::int as total from (
         select at, case action when 'exam.viewed' then 'seen' else 'exported' end as kind, actor_name as by, null as "to", null as purpose, object_id::uuid as exam_id
         from audit_entry where object_kind = 'exam' and object_id = any($1::text[]) and action in ('exam.viewed', 'decision.exported') and outcome = 'done'
         union all
         select s.delivered_at, case when s.state = 'revoked' then 'called-back' else 'sent' end, p.name, case when s.link is null then f.name || coalesce(', ' || s.recipient_person, '') else s.recipient_person || ', by link' end, s.purpose, i.exam_id
         from send s join send_item i on i.send_id = s.id join facility f on f.id = s.recipient_id join person p on p.id = s.owner_id
         where s.delivered_at is not null and i.exam_id = any($1::uuid[])
       ) w join exam e on e.id = w.exam_id order by w.at desc limit ${MOST}`, [ids]);
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'audit.disclosures-read', object: { kind: 'patient', id: patient.id }, details: { exams: ids.length, rows: rows.length } }));
    const { id, name, birthDate, mrn } = patient;
    return {
      patient: { id, name, birthDate, mrn }, exams: ids.length, total: rows[0]?.total ?? 0,
      rows: rows.map((r) => ({ at: r.at.toISOString(), kind: r.kind, by: r.by ?? '', to: r.to, purpose: r.purpose, exam: { id: r.exam_id, description: r.description ?? '', studyDate: r.study_date } })),
    };
  }

  /** The patient of this number today; a record that was merged leads to the one it became. */
  private async patient({ identifier, issuer }: DisclosureQuery): Promise<Found> {
    const found = await this.acts.read<Found>(
      `select distinct on (t.id) t.id, t.mrn, t.birth_date as "birthDate", i.issuer,
         coalesce((select n.family || ', ' || n.given from patient_name n where n.patient_id = t.id and not n.former order by n.id limit 1), '') as name
       from patient_identifier i join patient o on o.id = i.patient_id join patient t on t.id = coalesce(o.merged_into, o.id)
       where i.value = $1 and ($2::text is null or i.issuer = $2) limit 20`, [identifier, issuer ?? null]);
    const [patient] = found;
    if (!patient) throw new Refusal(404, 'no-patient', 'No local patient has this number. Check it, and who issued it.');
    if (found.length > 1) throw new Refusal(409, 'several-patients', `${found.length} patients have this number, of ${[...new Set(found.map((f) => f.issuer))].join(', ')}. Say who issued it.`);
    return patient;
  }
}
