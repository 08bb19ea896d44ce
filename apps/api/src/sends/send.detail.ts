import type { PersonRef, SendDetail, SendRecipient, SendSuggestion, SourceTermsView } from '@causeway/contracts';
import { fold } from '@causeway/domain';
import { priorsOf } from '../exams/priors';
import { nameView } from '../exams/names';
import { isoDate } from '../inbound/facts';
import { inboundRowColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { requestInNumber } from '../requests/in.row';
import { discNumbers } from './disc';
import { linkViewOf } from './link/link.view';
import { refusalsOf } from './refusals';
import { sendView, type SendList } from './send.list';
import { leftTheHouse } from './turn';

/** One send with its findings, its channels, its movements and its receipt; and what helps to put one together. */
export class SendDetails {
  constructor(private readonly acts: Acts, private readonly list: SendList) {}

  async detail(id: string, caller: Caller): Promise<SendDetail> {
    const row = await this.list.one(id, caller);
    const [documents, refusals, terms, transfers, request, discs, attester, approver, left] = await Promise.all([
      this.acts.read<SendDetail['documents'][number]>('select title, sop_uid as "sopUid", report_id is null as terms from send_document where send_id = $1 order by id', [id]),
      refusalsOf(this.acts, id), this.acts.read<SourceTermsView>(
        `select i.exam_id as "examId", f.name as source, i.terms as text from send_item i join exam e on e.id = i.exam_id left join facility f on f.id = e.source_facility_id
         where i.send_id = $1 and (i.terms is not null or (select outcome->>'attachTerms' from decision d where d.id = i.decision_id) = 'true') order by i.exam_id`, [id]),
      this.acts.read<SendDetail['transfers'][number]>(
        `select t.id, t.exam_id as "examId", t.state, p.label as line, p.kind, t.cause, t.cause_detail as "causeDetail", count(r.*)::int as total, count(r.*) filter (where r.state = 'verified')::int as verified
         from transfer t join endpoint p on p.id = t.endpoint_id left join transfer_row r on r.transfer_id = t.id where t.send_id = $1 group by t.id, p.label, p.kind order by t.made_at desc`, [id]),
      this.acts.read<{ id: string; number: number }>('select r.id, r.number from request_in r where r.id = (select request_id from request_in_exam where send_id = $1 limit 1)', [id]),
      row.kind === 'media' ? discNumbers((sql, p) => this.acts.read(sql, p), id) : Promise.resolve(null),
      this.person(row.attested_by), this.person(row.approved_by),
      row.state === 'revoked' ? leftTheHouse({ query: (sql, parameters) => this.acts.read(sql, parameters) }, id) : Promise.resolve([]),
    ]);
    return {
      ...sendView(row, caller), refusals, terms, request: request[0] ? { id: request[0].id, number: requestInNumber(request[0].number) } : null, identity: row.identity, message: row.message, findings: row.findings, preflightAt: row.preflight_at?.toISOString() ?? null, channels: row.route?.ranked ?? [], documents, transfers, receipt: row.receipt, discs, tracking: row.tracking,
      attested: attester && row.attested_at ? { by: attester, at: row.attested_at.toISOString() } : null, approved: approver && row.approved_at ? { by: approver, at: row.approved_at.toISOString() } : null,
      deliveredAt: row.delivered_at?.toISOString() ?? null, endsAt: row.ends_at?.toISOString() ?? null, link: row.link ? await linkViewOf(this.acts, id) : null, cannotBeCalledBack: left,
    };
  }

  /** The chosen exams and others of the same confirmed patient that are worth sending along, as far as this person sees them. */
  async suggest(examIds: readonly string[], q: string | null, caller: Caller): Promise<SendSuggestion[]> {
    const priors = (await Promise.all(examIds.map((id) => priorsOf(this.acts, id, caller)))).flat().map((p) => p.examId);
    const found = q === null ? [] : await this.found(q, caller);
    const ids = [...new Set(q === null ? [...examIds, ...priors] : found)];
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const rows = await this.acts.read<{ id: string; head: Record<string, string | undefined>; modalities: string[]; received: number; reports: number }>(
      `select x.id, e.head, x.modalities, x.received, (select count(*)::int from report r where r.exam_id = x.id and r.status <> 'W') as reports from inbound x join exam e on e.id = x.id where x.id = any(${b.bind(ids)}::uuid[]) and ${sight}`, b.values);
    return ids.flatMap((id) => rows.filter((r) => r.id === id)).map((r) => ({
      examId: r.id, description: r.head['studyDescription'] || r.modalities.join('/') || 'Exam', modality: r.modalities.join('/'), studyDate: isoDate(r.head['studyDate']), images: r.received, reports: r.reports,
      patient: nameView(r.head['patientName'] ?? ''), because: examIds.includes(r.id) ? 'chosen' as const : found.includes(r.id) ? 'found' as const : 'prior' as const,
    }));
  }

  private async found(q: string, caller: Caller): Promise<string[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const like = b.bind(`%${fold(q).replace(/[\\%_]/g, '\\$&')}%`);
    const same = b.bind(q.trim());
    const rows = await this.acts.read<{ id: string }>(
      `select x.id from inbound x join exam e on e.id = x.id left join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id
       where ${sight} and x.state not in ('purged', 'rejected') and (x.patient_text like ${like} or p.mrn = ${same} or e.head->>'accessionNumber' = ${same} or e.head->>'patientId' = ${same}) order by x.made_at desc limit 12`, b.values);
    return rows.map((r) => r.id);
  }

  /** Partners in this person's care, with how many ways lead to each. */
  recipients(caller: Caller): Promise<SendRecipient[]> {
    return this.acts.read<SendRecipient>(
      `select f.id as "facilityId", f.name, f.state as status, (select count(*)::int from endpoint p where p.facility_id = f.id and p.direction in ('out', 'both') and p.kind in ('dimse', 'dicomweb', 'media') and p.disabled_at is null) as lines
       from facility f where not f.host and f.id = any($1::uuid[]) order by f.name`, [caller.principal.facilities]);
  }

  private async person(id: string | null): Promise<PersonRef | null> {
    if (!id) return null;
    const [p] = await this.acts.read<PersonRef>('select id, name, initials, title from person where id = $1', [id]);
    return p ?? null;
  }
}
