import type { AbilityName } from '@causeway/access';
import type { Advise, AlertTeam, AskMore, CloseCase, DecideCase, LinkExam, LogCall, OpenCase, PauseClock, PresentCase, SaveBoardPlace, SaveConsultant, SaveHandover, SaveKnownWell, SavePathology, SaveVideo } from '@causeway/contracts';
import { contentKinds, dispositionRows, missingOutcome } from '@causeway/domain';
import type * as z from 'zod/mini';
import { teamOf } from '../exchange/directory';
import { writeEntry } from '../exchange/entries';
import { reverseValues } from '../exchange/values';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { lockCase, requireOfCase, type CaseColumns } from './case.row';
import { saveHandover } from './handover';
import { linkExam } from './link';
import { knownWell } from './links/say';
import { openByPerson } from './open';
import { returnAdvice } from './plan';
import { recordOf } from './record';
import { templateFor } from './templates';
import { moveCase, wishCaseClock } from './turn';
import { valueOfTravel, valuesOfClosed, valuesOfDecided } from './values';

type In<T extends z.ZodMiniType> = z.output<T>;
const PAUSE_MS = 4 * 3600_000;
const LONGEST_PAUSE_MS = 30 * 86_400_000;

/** What people do with a case. Each command is one act on the locked row, with its line in the case's ledger. */
export class CaseMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  open(caller: Caller, body: OpenCase): Promise<string> {
    return this.acts.run(caller.actor, (act) => openByPerson(act, caller, body, this.settings));
  }

  logCall(caller: Caller, id: string, body: In<typeof LogCall>): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => void (await moveCase(act, row, { move: 'log-call', version: body.version, entry: { who: body.who, number: body.number, text: body.text } })));
  }

  /** A person says that an exam belongs here: one they may see, of this patient. */
  link(caller: Caller, id: string, body: In<typeof LinkExam>): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      const exam = await lockInbound(act, body.examId);
      if (!exam) throw notFound('exam');
      caller.require('exam.list', guardedOf(exam));
      await moveCase(act, row, { move: 'link', version: body.version, details: { exam: body.examId }, data: { examId: body.examId }, entry: { exam: body.examId } });
      await linkExam(act, row, body.examId, caller.principal.name);
    });
  }

  present(caller: Caller, id: string, body: In<typeof PresentCase>): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      const template = await templateFor(act, row.use_case, row.template_version);
      const kinds = await contentOf(act, id);
      const wanted = contentKinds(template);
      const there = kinds.filter((k) => wanted.includes(k));
      if (there.length === 0 && !body.waived) throw new Refusal(409, 'content-missing', 'No released exam of a kind this case takes is here yet. Wait for it, or say why it goes on without.');
      await moveCase(act, row, { move: 'present', version: body.version, set: { content: there, content_waived: body.waived }, reason: body.waived, entry: { content: there.join(', '), ...(body.waived ? { waived: body.waived } : {}) } });
    });
  }

  askMore(caller: Caller, id: string, body: In<typeof AskMore>): Promise<void> {
    return this.with(caller, id, 'case.decide', async (act, row) => void (await moveCase(act, row, { move: 'ask-more', version: body.version, reason: body.missing, entry: { missing: body.missing } })));
  }

  advise(caller: Caller, id: string, body: In<typeof Advise>): Promise<void> {
    return this.with(caller, id, 'case.decide', async (act, row) => {
      await moveCase(act, row, { move: 'advise', version: body.version, set: { advised: true }, details: { kind: body.kind, urgent: body.urgent }, entry: { kind: body.kind, text: body.text, urgent: body.urgent } });
      await returnAdvice(act, row, body, caller.principal.name, this.settings);
    });
  }

  decide(caller: Caller, id: string, body: In<typeof DecideCase>): Promise<void> {
    return this.with(caller, id, 'case.decide', async (act, row) => {
      const template = await templateFor(act, row.use_case, row.template_version);
      if (!template.dispositions.includes(body.disposition)) throw new Refusal(422, 'disposition', `Here one of these can follow: ${template.dispositions.join(', ')}.`, { errors: [{ pointer: '/disposition', detail: 'not for this use case' }] });
      if (dispositionRows[body.disposition].needs === 'destination' && body.destination.length < 3) throw new Refusal(422, 'destination', 'Say where the patient goes.', { errors: [{ pointer: '/destination', detail: 'say where to' }] });
      await moveCase(act, row, {
        move: 'decide', version: body.version, set: { disposition: body.disposition, disposition_reason: body.reason || null, destination: body.destination || null, decided_by: caller.id, decided_at: act.now, pause: null },
        // whoever asked a colleague is told of the answer
        reason: body.disposition, data: { disposition: body.disposition, ...(row.use_case === 'U23' ? { permille: 1000 } : {}) }, entry: { disposition: body.disposition, reason: body.reason, destination: body.destination },
      });
      stopClock(act, id);
      await valuesOfDecided(act, { ...row, disposition: body.disposition });
    });
  }

  revise(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'case.decide', async (act, row) => {
      await moveCase(act, row, { move: 'revise', version, reason, set: { disposition: null, disposition_reason: null, destination: null, decided_by: null, decided_at: null }, entry: { reason, was: row.disposition } });
      await reverseValues(act, { caseId: id, values: ['V6', 'V7', 'V10'] }, 'case-revised');
      if (row.due_at && row.due_at > act.now) wishCaseClock(act, id, row.started_at, row.due_at);
    });
  }

  alertTeam(caller: Caller, id: string, body: In<typeof AlertTeam>): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      const people = await teamOf((sql, p) => act.query(sql, p), body.group, row.facility_ids);
      if (people.length === 0) throw new Refusal(422, 'team', 'Nobody of this group is known here. Choose another, or call them.', { errors: [{ pointer: '/group', detail: 'nobody is in it' }] });
      await moveCase(act, row, {
        move: 'alert-team', version: body.version, set: { team: JSON.stringify({ group: body.group, people }), care_team: [...new Set([...row.care_team, ...people])] },
        details: { group: body.group, people: people.length }, entry: { group: body.group, people: people.length, message: body.message },
      });
    });
  }

  pause(caller: Caller, id: string, body: In<typeof PauseClock>): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      if (row.pause) throw new Refusal(409, 'paused-already', 'The clock stands still already. Start it first, then stop it for the new reason.');
      const until = body.until ? new Date(body.until) : new Date(act.now.getTime() + PAUSE_MS);
      if (until <= act.now || until.getTime() - act.now.getTime() > LONGEST_PAUSE_MS) throw new Refusal(422, 'until', 'A clock is stopped for at most thirty days, and into the future.', { errors: [{ pointer: '/until', detail: 'within the next thirty days' }] });
      const pause = { reason: body.reason, holder: body.holder, until: until.toISOString(), since: act.now.toISOString() };
      await moveCase(act, row, { move: 'pause-clock', version: body.version, set: { pause }, reason: body.reason, entry: { reason: body.reason, holder: body.holder, until: pause.until } });
      stopClock(act, id);
      act.wish({ kind: 'case.resume', key: `case.resume ${id}`, data: { id }, dueAt: until, restart: true });
    });
  }

  resume(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      if (!row.pause) throw new Refusal(409, 'not-paused', 'The clock runs.');
      const due = resumed(act, row);
      await moveCase(act, row, { move: 'resume-clock', version, set: { pause: null, due_at: due } });
    });
  }

  close(caller: Caller, id: string, body: In<typeof CloseCase>): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      const template = await templateFor(act, row.use_case, row.template_version);
      const fields = { ...row.outcome, ...body.fields };
      const missing = missingOutcome(template, await recordOf(act, row, fields));
      if (row.state === 'decided' && missing.length > 0) throw new Refusal(409, 'outcome-missing', 'Something this kind of case asks for is not recorded yet.', { errors: missing.map((m) => ({ pointer: `/fields/${m}`, detail: 'still to be recorded' })) });
      const [open] = await act.query<{ requests: number; reads: number }>(
        `select (select count(*)::int from request_out where case_id = $1 and state in ('draft', 'awaiting-approval', 'sent', 'acknowledged', 'promised', 'partly-fulfilled')) as requests,
           (select count(*)::int from overread o join case_exam e on e.exam_id = o.exam_id where e.case_id = $1 and o.state in ('open', 'claimed', 'drafting', 'cosigning', 'signed')) as reads`, [id]);
      if (row.state === 'decided' && (open?.requests ?? 0) + (open?.reads ?? 0) > 0) throw new Refusal(409, 'open-tasks', `Before it is closed: ${open?.requests ?? 0} request(s) are open and ${open?.reads ?? 0} read(s) are not acknowledged. Call them off or bring them to their end.`);
      await moveCase(act, row, { move: 'close', version: body.version, set: { outcome: JSON.stringify(fields) }, entry: Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, v ?? ''])) });
      stopClock(act, id);
      await valuesOfClosed(act, row);
      if (body.travel) await valueOfTravel(act, row, body.travel);
    });
  }

  reopen(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      await moveCase(act, row, { move: 'reopen', version, reason, set: { disposition: null, decided_by: null, decided_at: null, started_at: act.now }, entry: { reason } });
      await reverseValues(act, { caseId: id, values: ['V6', 'V7', 'V10', 'V12', 'V13', 'V16'] }, 'case-reopened');
    });
  }

  cancel(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'case.work', async (act, row) => {
      await moveCase(act, row, { move: 'cancel', version, reason, set: { reason, pause: null }, entry: { reason } });
      stopClock(act, id);
    });
  }

  consultant(caller: Caller, id: string, body: In<typeof SaveConsultant>): Promise<void> {
    return this.quietly(caller, id, 'case.work', body.version, async (act, row) => {
      const [person] = await act.query<{ name: string }>(`select name from person where id = $1 and roles && array['cl', 'rd', 'sl'] and disabled_at is null`, [body.consultantId]);
      if (!person) throw new Refusal(422, 'consultant', 'Choose a clinician who works here.', { errors: [{ pointer: '/consultantId', detail: 'not a clinician of this house' }] });
      await act.query('update exchange_case set consultant_id = $2, care_team = $3, version = version + 1 where id = $1', [id, body.consultantId, [...new Set([...row.care_team, body.consultantId])]]);
      return { what: 'consultant', facts: { name: person.name } };
    });
  }

  /** Where those who take part see and hear each other. Only its address is kept here. */
  video(caller: Caller, id: string, body: In<typeof SaveVideo>): Promise<void> {
    return this.quietly(caller, id, 'case.work', body.version, async (act) => {
      await act.query('update exchange_case set video_url = $2, version = version + 1 where id = $1', [id, body.address]);
      return { what: 'video', facts: { host: body.address ? new URL(body.address).host : '' } };
    });
  }

  pathology(caller: Caller, id: string, body: In<typeof SavePathology>): Promise<void> {
    return this.quietly(caller, id, 'case.work', body.version, async (act) => {
      await act.query('update exchange_case set pathology = $2, version = version + 1 where id = $1', [id, body.pathology]);
      return { what: 'pathology', facts: { pathology: body.pathology, note: body.note } };
    });
  }

  /** When a stroke was last known well: what its windows of treatment count from. */
  knownWell(caller: Caller, id: string, body: In<typeof SaveKnownWell>): Promise<void> {
    return this.quietly(caller, id, 'case.work', body.version, async (act, row) => ({ what: 'known-well', facts: await knownWell(act, row, new Date(body.at)) }));
  }

  handover(caller: Caller, id: string, body: In<typeof SaveHandover>): Promise<void> {
    return this.quietly(caller, id, 'case.work', body.version, async (act, row) => ({ what: 'handover', facts: await saveHandover(act, row, body) }));
  }

  place(caller: Caller, id: string, body: In<typeof SaveBoardPlace>): Promise<void> {
    return this.quietly(caller, id, 'case.work', body.version, async (act, row) => {
      if (row.use_case !== 'U24') throw new Refusal(422, 'board', 'Only a tumor board case is put on an agenda.');
      const [board] = body.boardId ? await act.query<{ name: string; starts_at: Date }>('select name, starts_at from board where id = $1 and facility_ids && $2::uuid[]', [body.boardId, row.facility_ids]) : [];
      if (body.boardId && !board) throw notFound('board');
      await act.query('update exchange_case set board_id = $2, due_at = coalesce($3, due_at), version = version + 1 where id = $1', [id, body.boardId, board?.starts_at ?? null]);
      if (board) wishCaseClock(act, id, act.now, board.starts_at);
      return { what: 'board', facts: { board: board?.name ?? '' } };
    });
  }

  /** A change that is no move of the machine: its own version, audit line and event. */
  private quietly(caller: Caller, id: string, ability: AbilityName, version: number, work: (act: Act, row: CaseColumns) => Promise<{ what: string; facts: Readonly<Record<string, string>> }>): Promise<void> {
    return this.with(caller, id, ability, async (act, row) => {
      if (row.version !== version) throw changedMeanwhile();
      if (row.state === 'closed' || row.state === 'cancelled') throw new Refusal(409, 'reopen-first', 'This case is over. Take it up again first.');
      const { what, facts } = await work(act, row);
      await writeEntry(act, 'case', id, what, facts);
      act.audit({ action: `case.${what}-set`, object: { kind: 'case', id }, from: row.state, to: row.state });
      act.emit({ event: `case.${what}-set`, kind: 'case', id, data: { version: row.version + 1 } });
    });
  }

  private with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: CaseColumns) => Promise<T>): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockCase(act, id);
      if (!row) throw notFound('case');
      requireOfCase(caller, ability, row);
      return work(act, row);
    });
  }
}

export function stopClock(act: Act, id: string): void {
  wishCaseClock(act, id, act.now, null);
  act.unwish(`case.resume ${id}`);
}

/** The deadline moved by as long as the clock stood still, and its marks with it. */
export function resumed(act: Act, row: CaseColumns): Date | null {
  act.unwish(`case.resume ${row.id}`);
  if (!row.due_at || !row.pause) return row.due_at;
  const due = new Date(row.due_at.getTime() + Math.max(0, act.now.getTime() - Date.parse(row.pause.since)));
  wishCaseClock(act, row.id, act.now, due);
  return due;
}

/** Kinds of content that are released and belong to the case. */
export async function contentOf(act: Act, caseId: string): Promise<string[]> {
  const rows = await act.query<{ kind: string }>(`select distinct x.content_kind as kind from case_exam e join inbound x on x.id = e.exam_id where e.case_id = $1 and x.state = 'released'`, [caseId]);
  return rows.map((r) => r.kind);
}
