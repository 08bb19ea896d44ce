import { catalogue1, type Facts, type FactRow } from '@causeway/domain';
import { retrievability } from '../endpoints/sources/retrievability';
import { examFacts, isoDate } from '../inbound/facts';
import type { Act } from '../platform/acts/act';
import { dayIn } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import { blockingHolds } from './blocking';

interface Gathered {
  used: boolean; derived: boolean; viewed_at: Date | null; copies: number; source: string | null; adopted: boolean; jurisdiction: string | null; last_mammogram: string | null;
}

/**
 * What a retention or re-disclosure policy may know of an exam beside what every policy does: whether it was used here, whether images of ours came of it,
 * when it was last looked at, whether its source gives it again, and the law its record is under.
 */
export async function keepingFacts(act: Pick<Act, 'query'>, examId: string, settings: Settings): Promise<Facts> {
  const [g] = await act.query<Gathered>(
    `select 'used' = any(coalesce(v.marks, '{}')) or exists (select 1 from overread o join overread_report r on r.overread_id = o.id where o.exam_id = x.id)
         or exists (select 1 from case_exam ce join exchange_case c on c.id = ce.case_id where ce.exam_id = x.id and c.disposition is not null) as used,
       -- images of ours that lie in an outside study were made here from it
       'derived' = any(coalesce(v.marks, '{}')) or x.is_own = 'some-instances' as derived,
       (select max(a.at) from audit_entry a where a.object_kind = 'exam' and a.object_id = x.id::text and a.action = 'exam.viewed') as viewed_at,
       (select count(distinct t.endpoint_id)::int from transfer t where t.exam_id = x.id and t.direction = 'out' and t.purpose = 'release' and t.state = 'done') as copies,
       e.source_facility_id as source, coalesce(v.adopted, false) as adopted, coalesce(site.jurisdiction, $2) as jurisdiction,
       (select max(oe.head->>'studyDate') from match om join inbound ox on ox.id = om.exam_id join exam oe on oe.id = ox.id
          where om.patient_id = m.patient_id and om.state in ('matched', 'overridden') and 'MG' = any(ox.modalities) and oe.purged_at is null) as last_mammogram
     from inbound x join exam e on e.id = x.id left join verdict v on v.id = x.id left join match m on m.exam_id = x.id and m.state in ('matched', 'overridden')
       left join facility site on site.id = coalesce(x.site_id, (select id from facility where host order by made_at limit 1))
     where x.id = $1`, [examId, settings.SITE_JURISDICTION ?? null]);
  if (!g) throw new Error('Facts of keeping were asked of an exam without an inbound way');
  return {
    'exam.usedInDecision': g.used, 'exam.derivedSeries': g.derived, 'exam.lastViewedAt': g.viewed_at ? dayIn(g.viewed_at, settings.SITE_ZONE) : null, 'exam.verifiedCopies': g.copies,
    'exam.trustClass': g.adopted ? 'adopted-local' : 'outside', 'source.retrievable': g.source ? (await retrievability(act, g.source)).permille : null, 'patient.lastMammogram': isoDate(g.last_mammogram), 'law.jurisdiction': g.jurisdiction,
    'hold.active': (await blockingHolds(act, examId)).length > 0,
  };
}

export interface KeptExam {
  readonly facts: Facts;
  readonly today: string;
  readonly serviceLine: string;
  readonly patientId: string | null;
  readonly sourceId: string | null;
}

/** The facts of the catalogue a retention policy may name, of one exam now. */
export async function retentionFacts(act: Act, examId: string, settings: Settings): Promise<KeptExam> {
  const x = await examFacts(act, examId, settings);
  const all: Facts = { ...x.facts, ...(await keepingFacts(act, examId, settings)) };
  const mine = Object.entries(catalogue1 as Readonly<Record<string, FactRow>>).filter(([, row]) => row.usedBy.includes('retention')).map(([name]) => [name, all[name] ?? null] as const);
  return { facts: Object.fromEntries(mine), today: x.today, serviceLine: x.row.service_line, patientId: x.patientId, sourceId: x.sourceId };
}
