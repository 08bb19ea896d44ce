import type { EmergencyDetail, EmergencyNow, EmergencyPage, EmergencyQuery, EmergencyReason, EmergencyRow } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { nameView } from '../exams/names';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { markBehind, placeBehind, placeSql } from '../platform/http/newest-first';
import { REVIEW_HOURS, type EmergencyColumns } from './emergency';

type Row = EmergencyColumns & { name: string; initials: string; title: string; reviewer: string | null; open: boolean; place: string };
const COLUMNS = `b.*, p.name, p.initials, p.title, r.name as reviewer, b.ended_at is null and b.ends_at > clock_timestamp() as open, ${placeSql('b.opened_at')}`;
const FROM = 'from breakglass b join person p on p.id = b.person_id left join person r on r.id = b.reviewer_id';
const PAGE = 50;

/** Exams one emergency access opens: fixed ones, and those that are the patient's now. */
const EXAMS = `select e.id, e.head from breakglass b join exam e on e.id = any(b.exam_ids) or e.id in (select m.exam_id from match m where m.patient_id = b.patient_id and m.state in ('matched', 'overridden'))
  where b.id = $1 order by e.head->>'studyDate' desc nulls last, e.id limit 200`;

/** What was opened in emergencies: for who opened it, and for who must judge it. */
export class EmergencyList {
  constructor(private readonly acts: Acts) {}

  /** What is open to this person now, with its exams. */
  async now(personId: string): Promise<EmergencyNow[]> {
    const rows = await this.acts.read<EmergencyColumns>('select * from breakglass where person_id = $1 and ended_at is null and ends_at > clock_timestamp() order by ends_at', [personId]);
    return Promise.all(rows.map(async (b) => ({ id: b.id, version: b.version, patient: b.patient, until: b.ends_at.toISOString(), exams: await this.exams(b.id) })));
  }

  async page(query: z.output<typeof EmergencyQuery>, caller: Caller): Promise<EmergencyPage> {
    const after = placeBehind(query.cursor);
    const reviews = caller.may('breakglass.review', {});
    const rows = await this.acts.read<Row>(
      `select ${COLUMNS} ${FROM} where ($1 or b.person_id = $2) and ($3 = 'all' or b.verdict is null) and ($4::uuid is null or b.person_id = $4) and ($5::timestamptz is null or (b.opened_at, b.id) < ($5, $6::uuid))
       order by b.opened_at desc, b.id desc limit ${PAGE + 1}`, [reviews, caller.id, query.view, query.person ?? null, after?.[0] ?? null, after?.[1] ?? null]);
    const [{ waiting } = { waiting: 0 }] = await this.acts.read<{ waiting: number }>('select count(*)::int as waiting from breakglass where verdict is null and ($1 or person_id = $2)', [reviews, caller.id]);
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return { rows: shown.map((r) => rowOf(r, caller)), waiting, next: rows.length > PAGE && last ? markBehind(last) : null };
  }

  async one(id: string, caller: Caller): Promise<EmergencyDetail> {
    const [row] = await this.acts.read<Row>(`select ${COLUMNS} ${FROM} where b.id = $1`, [id]);
    if (!row || (row.person_id !== caller.id && !caller.may('breakglass.review', {}))) throw notFound('emergency access');
    const exams = await this.exams(id);
    const looked = await this.acts.read<{ object_id: string; action: string; at: Date }>(
      `select object_id, action, at from audit_entry where actor_id = $1 and object_kind = 'exam' and object_id = any($2::text[]) and at between $3::timestamptz and coalesce($4::timestamptz, $5::timestamptz) order by at limit 500`,
      [row.person_id, exams.map((e) => e.id), row.opened_at, row.ended_at, row.ends_at]);
    return { ...rowOf(row, caller), exams, looked: looked.map((l) => ({ examId: l.object_id, action: l.action, at: l.at.toISOString() })) };
  }

  private async exams(id: string): Promise<EmergencyNow['exams']> {
    const rows = await this.acts.read<{ id: string; head: Record<string, string | undefined> }>(EXAMS, [id]);
    return rows.map(({ id: exam, head }) => ({ id: exam, label: [head['studyDescription'] ?? head['modality'] ?? 'Exam', nameView(head['patientName'] ?? '').text].filter(Boolean).join(' · ') }));
  }
}

function rowOf(r: Row, caller: Caller): EmergencyRow {
  const reviews = caller.may('breakglass.review', { earlierActors: [r.person_id] });
  const moves = [...(r.open && (reviews || r.person_id === caller.id) ? ['end'] : []), ...(!r.open && r.verdict === null && reviews ? ['review'] : [])];
  return {
    id: r.id, version: r.version, state: r.open ? 'open' : 'over', person: { id: r.person_id, name: r.name, initials: r.initials, title: r.title }, patient: r.patient, reason: r.reason as EmergencyReason, because: r.because,
    openedAt: r.opened_at.toISOString(), endsAt: r.ends_at.toISOString(), endedAt: r.open ? null : (r.ended_at ?? r.ends_at).toISOString(), endedBy: r.open ? null : (r.ended_by ?? 'time'),
    review: r.verdict && r.reviewed_at ? { verdict: r.verdict, note: r.verdict_note ?? '', by: r.reviewer ?? '', at: r.reviewed_at.toISOString() } : null,
    reviewDue: r.verdict ? null : new Date(r.opened_at.getTime() + REVIEW_HOURS * 3_600_000).toISOString(),
    moves: moves.map((move) => ({ move, needs: 'nothing' as const })),
  };
}
