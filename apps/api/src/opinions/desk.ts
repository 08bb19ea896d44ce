import type { AcceptedOpinion, AcceptOpinion, OpinionDetail, OpinionPage, OpinionRow, OpinionView, ToldPatient } from '@causeway/contracts';
import type { OpinionDecline } from '@causeway/domain';
import { caseGuarded, caseNumber, lockCase } from '../cases/case.row';
import { openCase } from '../cases/open';
import { writeEntry } from '../exchange/entries';
import { toldOf, toldView } from '../exchange/subject';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import type { UploadLinks } from '../uploads/upload-links';
import { wishForgotten } from './asker';
import { candidatesFor } from './candidates';
import { wishMail } from './opinion.jobs';
import { lockOpinion, opinionGuarded, opinionOffers, toldIn, type Asked, type OpinionColumns } from './opinion.row';

interface Listed extends OpinionColumns { case_number: number | null; handler: string | null }
const SELECT = 'select x.*, c.number as case_number, p.name as handler from opinion x left join exchange_case c on c.id = x.case_id left join person p on p.id = x.handled_by';
const VIEWS: Readonly<Record<OpinionView, string>> = { waiting: `x.state = 'waiting'`, accepted: `x.state = 'accepted'`, over: `x.state in ('declined', 'withdrawn', 'expired')` };
const ORDER: Readonly<Record<OpinionView, string>> = { waiting: 'x.asked_at', accepted: 'x.state_since desc', over: 'x.state_since desc' };
const MOST = 200;

/** What patients asked by themselves, for those who open cases in its line: look who it is, and take it up or decline it. */
export class OpinionDesk {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly links: UploadLinks) {}

  async page(view: OpinionView, caller: Caller): Promise<OpinionPage> {
    const b = new Binder();
    const sight = sightOf(caller, b.bind);
    const rows = await this.acts.read<Listed>(`${SELECT} where ${sight} and ${VIEWS[view]} order by ${ORDER[view]}, x.id limit ${MOST}`, b.values);
    const c = new Binder();
    const [counts] = await this.acts.read<Record<OpinionView, number>>(
      `select ${Object.entries(VIEWS).map(([name, when]) => `count(*) filter (where ${when})::int as ${name}`).join(', ')} from opinion x where ${sightOf(caller, c.bind)}`, c.values);
    return { rows: rows.map((row) => rowView(row, caller)), views: counts ?? { waiting: 0, accepted: 0, over: 0 } };
  }

  /** With the local patients it may be, while somebody has to say. That they were looked up is written down. */
  detail(id: string, caller: Caller): Promise<OpinionDetail> {
    return this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<Listed>(`${SELECT} where x.id = $1`, [id]);
      requireSight(row, caller);
      const open = row.state === 'waiting' && row.asked !== null;
      const candidates = open ? await candidatesFor(act, row.asked as Asked, this.settings) : [];
      if (open) act.audit({ action: 'patient.searched', object: { kind: 'opinion', id }, details: { found: candidates.map((c) => c.patientId) } });
      const consultants = open ? await act.query<{ id: string; name: string; title: string }>(
        `select id, name, title from person where 'cl' = any(roles) and disabled_at is null and $1 = any(service_lines) and facilities && $2::uuid[] order by name`, [row.service_line, row.facility_ids]) : [];
      const { asked } = row;
      return {
        ...rowView(row, caller), relation: asked?.relation ?? null, askedBy: asked?.askedBy ?? '', mail: asked?.mail ?? '', phone: asked?.phone ?? '', question: asked?.question ?? '', images: asked?.images ?? '',
        candidates, consultants, mailFailed: row.mail_failed, handledBy: row.handler,
      };
    });
  }

  /** A case of the template for such opinions, with its clock, and the link with which the patient brings the images: all of it or nothing. The link then goes by mail. */
  async accept(caller: Caller, id: string, body: AcceptOpinion): Promise<AcceptedOpinion> {
    const done = await this.acts.run(caller.actor, async (act) => {
      const row = await this.mine(act, caller, id);
      if (!row.asked) throw new Refusal(409, 'ended', `This was ${row.state}.`);
      const { asked } = row;
      const caseId = await this.open(act, caller, row, asked, body);
      const issued = await this.links.issueIn(act, caller, { requestId: null, caseId, wanted: body.wanted, days: body.days }, row.code);
      await move(act, { machine: 'opinion', id, move: 'accept', version: body.version, set: { case_id: caseId, handled_by: caller.id, told: 'images' }, details: { case: caseId, patient: body.patientId ?? 'new' } });
      act.unwish(`opinion.look ${id}`);
      act.unwish(`opinion.end ${id}`);
      return { caseId, issued, mail: asked.mail };
    });
    const shown = await this.links.shown(caller, done.issued, done.mail, 'asked');
    const sent = shown.mail === 'sent';
    return { opinion: await this.detail(id, caller), caseId: done.caseId, mail: sent ? 'sent' : 'failed', address: sent ? null : shown.address };
  }

  async decline(caller: Caller, id: string, version: number, reason: OpinionDecline): Promise<OpinionDetail> {
    await this.acts.run(caller.actor, async (act) => {
      await this.mine(act, caller, id);
      await move(act, { machine: 'opinion', id, move: 'decline', version, reason, set: { declined: reason, handled_by: caller.id } });
      wishForgotten(act, id);
      wishMail(act, id, 'declined');
    });
    return this.detail(id, caller);
  }

  private async open(act: Act, caller: Caller, row: OpinionColumns, asked: Asked, body: AcceptOpinion): Promise<string> {
    const caseId = await openCase(act, {
      useCase: 'U21', subject: await this.subject(act, asked, body.patientId), patientId: body.patientId, partnerId: null, serviceLine: row.service_line, question: body.question,
      caller: { name: asked.relation === 'self' ? `${asked.given} ${asked.family}` : asked.askedBy, phone: asked.phone, place: '' }, openerId: caller.id, consultantId: body.consultantId, transferAsked: false, payer: null, role: 'patient',
      linkedCaseId: null, boardId: null, fixedDue: null,
    }, this.settings);
    const made = await lockCase(act, caseId);
    if (made) caller.require('case.work', caseGuarded(made, caller), 'case.work');
    await writeEntry(act, 'case', caseId, 'patient-asked', { relation: asked.relation });
    return caseId;
  }

  /** Only somebody whom the search names is taken for who asked: nobody is picked out of the whole registry here. */
  private async subject(act: Act, asked: Asked, patientId: string | null): Promise<ToldPatient> {
    if (patientId === null) return toldIn(asked);
    const known = (await candidatesFor(act, asked, this.settings)).some((c) => c.patientId === patientId);
    if (!known) throw new Refusal(422, 'fields', 'Choose one of the patients that are shown, or say that it is nobody we know.', { errors: [{ pointer: '/patientId', detail: 'not one of them' }] });
    return toldOf(act, patientId);
  }

  private async mine(act: Act, caller: Caller, id: string): Promise<OpinionColumns> {
    const row = await lockOpinion(act, id);
    requireSight(row, caller);
    return row;
  }
}

const sightOf = (caller: Caller, bind: (value: unknown) => string): string => rowSql(caller.rows('case.work'), { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line' }, bind);

function requireSight(row: OpinionColumns | null | undefined, caller: Caller): asserts row is OpinionColumns & Listed {
  if (!row || !caller.may('case.work', opinionGuarded(row))) throw notFound('question');
}

function rowView(row: Listed, caller: Caller): OpinionRow {
  return {
    id: row.id, version: row.version, state: row.state, stateSince: row.state_since.toISOString(), serviceLine: row.service_line, kind: row.asked?.kind ?? 'images', patient: row.asked ? toldView(toldIn(row.asked), null) : null,
    askedAt: row.asked_at.toISOString(), lookBy: row.look_by.toISOString(), endsAt: row.ends_at.toISOString(), declined: row.declined,
    case: row.case_id ? { id: row.case_id, number: caseNumber(row.case_number ?? 0) } : null, moves: opinionOffers(row, caller),
  };
}
