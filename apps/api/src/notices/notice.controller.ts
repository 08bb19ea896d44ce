import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { NoticePage, NoticeView } from '@causeway/contracts';
import { Acts } from '../platform/acts/acts';
import { move, signal } from '../platform/acts/move';
import { notFound } from '../platform/acts/refusal';
import { SignedIn } from '../platform/http/ability';
import { IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { inboundRowColumns } from '../inbound/inbound.row';
import { nameView } from '../exams/names';
import { dropDeliveries, settleChain } from './settle';

interface Row {
  id: string; version: number; state: string; event: string; because: string; decision_id: string | null; urgent: boolean; ack: boolean; subject_kind: string; subject_id: string; data: { grade?: string | null; permille?: number | null; examId?: string | null; until?: string };
  made_at: Date; due_at: Date | null; head: Record<string, string | undefined> | null; number: string | null; total_unread: number; total_needs: number;
}
const ENDED = ['acknowledged', 'merged', 'withdrawn'];

/** What the bell shows: one's own notices. The exam's name is read with today's abilities, so a lost right shows no name. */
@Controller('api/v1/notices')
export class NoticeController {
  constructor(private readonly acts: Acts) {}

  @Get()
  @SignedIn()
  async mine(@CallerOf() caller: Caller): Promise<NoticePage> {
    const b = new Binder();
    const me = b.bind(caller.id);
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const rows = await this.acts.read<Row>(
      `select n.*, case when ${sight} then e.head end as head,
         case n.subject_kind when 'case' then (select 'C-' || c.number from exchange_case c where c.id = n.subject_id) when 'requestOut' then (select 'R-' || r.number from request_out r where r.id = n.subject_id)
           when 'requestIn' then (select 'Q-' || r.number from request_in r where r.id = n.subject_id) when 'facility' then (select f.name from facility f where f.id = n.subject_id) when 'standingList' then (select name from standing_list l where l.id = n.subject_id) when 'committee' then (select c.name from committee c where c.id = n.subject_id) when 'policy' then (select coalesce(nullif(v.title, ''), v.kind || ' policy') || ', version ' || v.number from policy_version v where v.id = n.subject_id) when 'hold' then (select 'Hold ' || h.number from hold h where h.id = n.subject_id)
           when 'disposition' then (select 'List ' || d.number from disposition d where d.id = n.subject_id) when 'endpoint' then (select f.name || ', ' || p.label from endpoint p join facility f on f.id = p.facility_id where p.id = n.subject_id) when 'duty' then (select name from rota r where r.id = n.subject_id) end as number,
         (select count(*)::int from notice c where c.person_id = ${me} and c.state in ('queued', 'sent', 'escalated', 'failed')) as total_unread,
         (select count(*)::int from notice c where c.person_id = ${me} and c.ack and c.state in ('queued', 'sent', 'seen', 'escalated', 'failed')) as total_needs
       from notice n left join inbound x on x.id = (n.data->>'examId')::uuid left join exam e on e.id = x.id
       where n.person_id = ${me} and n.state <> 'merged' order by (n.ack and n.state in ('queued', 'sent', 'seen', 'escalated', 'failed')) desc, n.made_at desc limit 100`, b.values);
    return { rows: rows.map(viewOf), unread: rows[0]?.total_unread ?? 0, needsAnswer: rows[0]?.total_needs ?? 0 };
  }

  @Post(':id/see')
  @HttpCode(204)
  @SignedIn()
  see(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.answer(id, caller, 'see');
  }

  @Post(':id/acknowledge')
  @HttpCode(204)
  @SignedIn()
  acknowledge(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.answer(id, caller, 'acknowledge');
  }

  private async answer(id: string, caller: Caller, how: 'see' | 'acknowledge'): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const [n] = await act.query<{ state: string; data: { root?: string } }>('select state, data from notice where id = $1 and person_id = $2 for update', [id, caller.id]);
      if (!n) throw notFound('notice');
      if (ENDED.includes(n.state) || (how === 'see' && n.state === 'seen')) return;
      caller.require('notice.answer', { owners: [caller.id] }, 'notice.answer');
      // read in the console before it left the house: the console was the channel
      if (how === 'see' && n.state === 'failed') await signal(act, { machine: 'notice', id, move: 'retry', details: { channel: 'in-app' } });
      if (how === 'see' && (n.state === 'queued' || n.state === 'failed')) await signal(act, { machine: 'notice', id, move: 'send', details: { channel: 'in-app' } });
      await move(act, { machine: 'notice', id, move: how });
      await dropDeliveries(act, id);
      if (how === 'see') return;
      act.unwish(`notice.ack ${id}`);
      await settleChain(act, n.data.root ?? id, id);
    });
  }
}

function viewOf(r: Row): NoticeView {
  const name = r.head ? nameView(r.head['patientName'] ?? '').text : '';
  const exam = r.head ? (r.head['studyDescription'] ?? r.head['modality'] ?? '') : '';
  return {
    id: r.id, version: r.version, state: r.state, event: r.event, because: r.because, decisionId: r.decision_id, urgent: r.urgent, ackNeeded: r.ack && !ENDED.includes(r.state),
    subject: { kind: r.subject_kind, id: r.subject_id, label: [r.number, name, exam].filter(Boolean).join(' · ') },
    values: { ...(r.data.grade ? { grade: r.data.grade } : {}), ...(r.data.permille ? { permille: String(r.data.permille) } : {}), ...(r.data.examId ? { examId: r.data.examId } : {}) },
    at: r.made_at.toISOString(), dueAt: r.due_at?.toISOString() ?? null,
  };
}
