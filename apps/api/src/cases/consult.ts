import { duties } from '@causeway/access';
import type { AskColleague, ColleagueView, ToldPatient } from '@causeway/contracts';
import { parsePersonName } from '@causeway/dicom';
import type * as z from 'zod/mini';
import { bookAt } from '../duty/rows';
import { toldOf } from '../exchange/subject';
import { isoDate } from '../inbound/facts';
import { guardedExam, guardedOf, lockInbound, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { contentOf } from './case.moves';
import { lockCase } from './case.row';
import { linkExam } from './link';
import { openCase } from './open';
import { moveCase } from './turn';

interface Exam extends InboundColumns { head: Record<string, string | undefined>; patient_id: string | null }
interface Colleague { id: string; name: string; title: string; subspecialties: string[]; service_lines: string[] }

const EXAM_SQL = `select x.*, e.head, (select m.patient_id from match m where m.exam_id = x.id and m.state in ('matched', 'overridden') order by m.attempt desc limit 1) as patient_id from inbound x join exam e on e.id = x.id where x.id = $1`;

/**
 * A question to a colleague of another subspecialty about an exam: an ad hoc second opinion (U23) that begins with the exam and is in the colleague's hands at once.
 * Who asks may see the exam, and works with cases or decides them in its line.
 */
export class Consults {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** Who may be asked: those who decide in a line both work for; who is on duty now stands first. */
  async colleagues(caller: Caller, examId: string): Promise<ColleagueView[]> {
    return this.acts.run(caller.actor, async (act) => {
      const exam = await this.exam(act, caller, examId);
      const rows = await this.askable(act, caller, exam);
      const book = await bookAt(act, act.now);
      const duty = new Set(Object.keys(duties).flatMap((pool) => [...book.on(pool, null, null, act.now.getTime()).people]));
      return rows.map((r) => ({ id: r.id, name: r.name, title: r.title, subspecialties: r.subspecialties, onDuty: duty.has(r.id) })).sort((a, b) => Number(b.onDuty) - Number(a.onDuty) || a.name.localeCompare(b.name));
    });
  }

  ask(caller: Caller, body: z.output<typeof AskColleague>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const exam = await this.exam(act, caller, body.examId);
      const colleague = (await this.askable(act, caller, exam)).find((c) => c.id === body.colleagueId);
      if (!colleague) throw new Refusal(422, 'fields', 'Choose somebody who decides in a line you both work for.', { errors: [{ pointer: '/colleagueId', detail: 'not one you may ask' }] });
      const id = await openCase(act, {
        useCase: 'U23', subject: exam.patient_id ? await toldOf(act, exam.patient_id) : subjectIn(exam.head), patientId: exam.patient_id, partnerId: null, serviceLine: lineOf(caller, colleague, exam.service_line), question: body.question,
        caller: null, openerId: caller.id, consultantId: colleague.id, transferAsked: false, payer: null, role: 'patient', linkedCaseId: null, boardId: null, fixedDue: null,
      }, this.settings);
      const c = await lockCase(act, id);
      if (!c) throw notFound('case');
      await linkExam(act, c, exam.id, caller.principal.name);
      const content = await contentOf(act, id);
      // they look at it as it is here, released or not: so it is given to them at once, and they are told
      await moveCase(act, c, { move: 'present', set: { content, content_waived: content.length > 0 ? null : 'asked about an exam on its way' }, data: { examId: exam.id, permille: 1000 }, entry: { content: content.join(', '), to: colleague.name } });
      return id;
    });
  }

  private async exam(act: Act, caller: Caller, id: string): Promise<Exam> {
    await lockInbound(act, id);
    const [exam] = await act.query<Exam>(EXAM_SQL, [id]);
    if (!exam) throw notFound('exam');
    caller.require('exam.view', guardedExam(exam));
    if (!caller.may('case.work', guardedOf(exam)) && !caller.may('case.decide', guardedOf(exam))) throw new Refusal(403, 'not-allowed', 'A colleague is asked by those who work with cases of this line.');
    return exam;
  }

  private async askable(act: Act, caller: Caller, exam: Exam): Promise<Colleague[]> {
    const lines = caller.principal.serviceLines.length > 0 ? caller.principal.serviceLines : [exam.service_line];
    return act.query<Colleague>(
      `select id, name, title, subspecialties, service_lines from person where id <> $1 and disabled_at is null and roles && array['rd', 'cl', 'sl'] and facilities && $2::uuid[] and service_lines && $3::text[] order by name limit 200`, [caller.id, exam.facility_ids, lines]);
  }
}

/** The line of the exam where both work for it, else one they share. */
function lineOf(caller: Caller, colleague: Colleague, examLine: string): string {
  const shared = colleague.service_lines.filter((l) => caller.principal.serviceLines.includes(l));
  return shared.includes(examLine) ? examLine : (shared[0] ?? examLine);
}

/** Whose exam it is as the images say, while nobody said better. */
function subjectIn(head: Exam['head']): ToldPatient {
  const name = parsePersonName(head['patientName'] ?? '')?.alphabetic;
  const sex = head['patientSex'];
  return { family: name?.family || 'Unknown', given: name?.given ?? '', birthDate: isoDate(head['patientBirthDate']), sex: sex === 'F' || sex === 'M' || sex === 'O' ? sex : null, identifier: null };
}
