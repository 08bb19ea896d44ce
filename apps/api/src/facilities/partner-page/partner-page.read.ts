import type { PartnerExam, PartnerMonth, PartnerPageView, PartnerRequest } from '@causeway/contracts';
import { partnerQuality, type QualityFacts } from '@causeway/domain';
import { gatewaysAway } from '../../endpoints/gateways/read';
import type { Acts } from '../../platform/acts/acts';
import type { Settings } from '../../platform/settings/settings';
import type { OpenLink } from '../links/partner-links';
import { correctionsOf } from './corrections';

const MONTHS = 6;
const SHOWN = 60;
/** Where an exam is in use here: a person released it, or it is ours. */
const IN_USE = `b.state in ('released', 'mirrored')`;
const MATCHED = `exists (select 1 from match m where m.exam_id = x.id and m.state in ('matched', 'overridden'))`;
const READ = `exists (select 1 from overread o where o.exam_id = x.id and o.state in ('signed', 'acknowledged'))`;

/** What a partner sees of the exchange with us: what it sent and how far that is, what it was sent, and how good it is. Of a patient only what it wrote itself, and no name. */
export class PartnerPageRead {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_NAME' | 'SITE_ZONE'>) {}

  async view(link: OpenLink): Promise<PartnerPageView> {
    const id = link.facilityId;
    const [months, exams, facts, asked, askedOfUs, corrections, away] = await Promise.all([this.months(id), this.exams(id), this.quality(id), this.asked(id), this.askedOfUs(id), correctionsOf(this.acts, id), gatewaysAway(this.acts, 'f.id = $1', [id])]);
    return {
      house: this.settings.SITE_NAME, facility: link.facilityName, forWhom: link.forWhom, issuedBy: link.issuedBy, endsAt: link.endsAt.toISOString(), months, exams, quality: partnerQuality(facts), asked, askedOfUs,
      // who of ours answered is our own business
      corrections: corrections.map((c) => ({ ...c, answeredBy: null })),
      gatewaysAway: away.map((g) => ({ name: g.gateway, site: g.site, since: g.since, connections: g.connections.length })),
    };
  }

  private months(id: string): Promise<PartnerMonth[]> {
    const month = (at: string): string => `date_trunc('month', ${at} at time zone $2)`;
    return this.acts.read<PartnerMonth>(
      `with m as (select generate_series(${month('clock_timestamp()')} - interval '${MONTHS - 1} months', ${month('clock_timestamp()')}, interval '1 month') as month),
         x as (select ${month('x.first_at')} as month, count(*) as received, count(*) filter (where ${MATCHED}) as matched, count(*) filter (where ${IN_USE}) as in_use, count(*) filter (where ${READ}) as read
           from exam x left join inbound b on b.id = x.id where x.source_facility_id = $1 and x.first_at > clock_timestamp() - interval '${MONTHS + 1} months' group by 1),
         t as (select ${month('t.state_since')} as month, count(*) filter (where t.state = 'done') as sent, count(*) filter (where t.state in ('failed', 'partial', 'expired')) as failed
           from transfer t join endpoint e on e.id = t.endpoint_id where e.facility_id = $1 and t.direction = 'out' and t.state_since > clock_timestamp() - interval '${MONTHS + 1} months' group by 1)
       select to_char(m.month, 'YYYY-MM') as month, coalesce(x.received, 0)::int as received, coalesce(x.matched, 0)::int as matched, coalesce(x.in_use, 0)::int as "inUse", coalesce(x.read, 0)::int as read, coalesce(t.sent, 0)::int as sent, coalesce(t.failed, 0)::int as failed
       from m left join x using (month) left join t using (month) order by m.month`, [id, this.settings.SITE_ZONE]);
  }

  private async exams(id: string): Promise<PartnerExam[]> {
    const rows = await this.acts.read<Omit<PartnerExam, 'at' | 'studyDate'> & { at: Date; studyDate: string | null }>(
      `select x.id, coalesce(x.head->>'accessionNumber', '') as accession, coalesce(x.head->>'modality', array_to_string(b.modalities, ', '), '') as modality, nullif(x.head->>'studyDate', '') as "studyDate",
         (select count(*)::int from instance i where i.exam_id = x.id and i.conflict_of is null) as images, x.first_at as at, x.door, ${MATCHED} as matched, coalesce(${IN_USE}, false) as "inUse", ${READ} as read,
         case when b.state in ('returned', 'rejected') then b.state end as ended,
         case when x.purged_at is not null then 'removed' when v.until = 'infinity' then 'forever' else v.until::text end as kept
       from exam x left join inbound b on b.id = x.id left join verdict v on v.id = x.id where x.source_facility_id = $1 and x.split_of is null order by x.first_at desc limit ${SHOWN}`, [id]);
    return rows.map((r) => ({ ...r, at: r.at.toISOString(), studyDate: r.studyDate && /^\d{8}$/.test(r.studyDate) ? r.studyDate.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3') : null }));
  }

  private async quality(id: string): Promise<QualityFacts> {
    const [row] = await this.acts.read<Record<string, number>>(
      `select count(*)::int as of, (count(*) filter (where x.door not in ('disc', 'media', 'upload')))::int as wire,
         (count(*) filter (where b.completeness = 'complete'))::int as complete, (count(*) filter (where b.completeness in ('complete', 'partial')))::int as known,
         (count(*) filter (where cardinality(b.findings) = 0 and b.quarantine is null))::int as clean,
         (count(*) filter (where m.state = 'matched' and m.asker_id is null and m.confirmer_id is null))::int as identified, (count(m.state))::int as matched,
         (count(*) filter (where exists (select 1 from report r where r.exam_id = x.id and r.kind = 'outside')))::int as reported,
         (select count(*)::int from request_out r where r.facility_id = $1 and r.made_at > clock_timestamp() - interval '90 days' and r.state in ('fulfilled', 'partly-fulfilled') and r.state_since <= r.needed_by) as in_time,
         (select count(*)::int from request_out r where r.facility_id = $1 and r.made_at > clock_timestamp() - interval '90 days' and r.sent_at is not null and (r.state in ('fulfilled', 'partly-fulfilled', 'declined', 'expired') or r.needed_by < clock_timestamp())) as due
       from exam x join inbound b on b.id = x.id left join lateral (select m.state, m.asker_id, m.confirmer_id from match m where m.exam_id = x.id and m.state in ('matched', 'overridden') order by m.attempt desc limit 1) m on true
       where x.source_facility_id = $1 and x.split_of is null and x.first_at > clock_timestamp() - interval '90 days'`, [id]);
    const n = (name: string): number => row?.[name] ?? 0;
    return { byWire: [n('wire'), n('of')], complete: [n('complete'), n('known')], clean: [n('clean'), n('of')], identified: [n('identified'), n('matched')], reported: [n('reported'), n('of')], inTime: [n('in_time'), n('due')] };
  }

  private async asked(id: string): Promise<PartnerRequest[]> {
    return (await this.acts.read<Kept>(`select number, state, made_at as at, needed_by as due, null as reference from request_out where facility_id = $1 and sent_at is not null and state <> 'cancelled' order by made_at desc limit 30`, [id])).map(requestView);
  }

  private async askedOfUs(id: string): Promise<PartnerRequest[]> {
    return (await this.acts.read<Kept>(`select number, state, made_at as at, due_at as due, reference from request_in where facility_id = $1 order by made_at desc limit 30`, [id])).map(requestView);
  }
}

interface Kept { number: number; state: string; at: Date; due: Date | null; reference: string | null }
const requestView = ({ number, state, at, due, reference }: Kept): PartnerRequest => ({ number, state, at: at.toISOString(), dueAt: due?.toISOString() ?? null, reference });
