import type { AbilityName } from '@causeway/access';
import type { SaveSend, SendDraft, SendPlanView } from '@causeway/contracts';
import { sendMachine, type SendMove } from '@causeway/domain';
import type * as z from 'zod/mini';
import { hostId } from '../exchange/directory';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move } from '../platform/acts/move';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { checkSend } from './check';
import { lockSend, sendGuarded, type SendColumns } from './send.row';
import type { SendTurn } from './turn';

/** Ends the transaction of a plan without keeping anything of it. */
class PlanOnly extends Error {
  constructor(readonly view: SendPlanView) {
    super('plan only');
  }
}

export const abilityOfSend: Partial<Record<SendMove | 'edit' | 'track' | 'give-link', AbilityName>> = {
  edit: 'send.create', submit: 'send.create', retry: 'send.create', cancel: 'send.create', approve: 'send.approve', deny: 'send.approve', accept: 'send.log', refuse: 'send.log', track: 'send.log', revoke: 'send.revoke', 'give-link': 'send.create', extend: 'send.create',
};

/** What people do with a send: put it together, submit it, approve it, write down what the recipient said, call it back. */
export class SendMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly turn: SendTurn, private readonly installed: readonly string[]) {}

  async create(caller: Caller, draft: SendDraft): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const exams = await this.exams(act, caller, draft);
      const to = await placeOf(act, draft);
      const id = newId(act.now.getTime());
      await act.query(
        `insert into send (id, state, owner_id, facility_ids, service_line, care_team, recipient_id, recipient_kind, purpose) values ($1, $2, $3, $4, $5, $6, $7, 'facility', $8)`,
        [id, sendMachine.initial, caller.id, facilitiesOf(exams, to), exams[0]?.service_line ?? 'general', [...new Set(exams.flatMap((x) => x.care_team))], to, draft.purpose]);
      await this.write(act, caller, id, draft);
      made(act, 'send', id, { exams: draft.items.map((i) => i.examId), recipient: to, byLink: 'link' in draft.recipient, purpose: draft.purpose });
      return id;
    });
  }

  edit(caller: Caller, id: string, body: z.output<typeof SaveSend>): Promise<void> {
    return this.with(caller, id, 'send.create', async (act, row) => {
      if (row.version !== body.version) throw changedMeanwhile();
      if (row.state !== 'draft') throw new Refusal(409, `is-${row.state}`, 'Only a draft can be changed. Cancel it, or call it back, and begin anew.');
      const exams = await this.exams(act, caller, body);
      const to = await placeOf(act, body);
      await act.query('update send set facility_ids = $2, service_line = $3, care_team = $4, recipient_id = $5, version = version + 1, approved_by = null, approved_at = null, reason = null where id = $1',
        [id, facilitiesOf(exams, to), exams[0]?.service_line ?? 'general', [...new Set(exams.flatMap((x) => x.care_team))], to]);
      await this.write(act, caller, id, body);
      act.audit({ action: 'send.edited', object: { kind: 'send', id }, details: { exams: body.items.length } });
      act.emit({ event: 'send.edited', kind: 'send', id });
    });
  }

  /** What would happen: findings and ranked channels of a cart that need not be kept. Changes nothing. */
  async plan(caller: Caller, draft: SendDraft): Promise<SendPlanView> {
    try {
      await this.acts.run(caller.actor, async (act) => {
        await this.exams(act, caller, draft);
        const checked = await checkSend(act, {
          sendId: null, items: draft.items, recipient: { facilityId: await placeOf(act, draft), kind: kindOf(draft), person: personOf(draft), byLink: 'link' in draft.recipient }, purpose: draft.purpose, urgency: draft.urgency,
          whenReportIsFinal: draft.when.kind === 'report-final', attested: true, approved: false, wanted: draft.endpointId ?? null,
        }, this.installed, this.settings);
        throw new PlanOnly({ findings: checked.findings, route: checked.route.ranked, megabytes: checked.megabytes, images: checked.images, reports: checked.reports, terms: checked.terms });
      });
    } catch (error) {
      if (error instanceof PlanOnly) return error.view;
      throw error;
    }
    throw new Error('A plan ended without a view');
  }

  submit(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'send.create', async (act, row) => {
      if (!row.attested_at) throw new Refusal(422, 'not-attested', 'Say that this disclosure is needed and goes to the right recipient: tick the attestation.', { errors: [{ pointer: '/attested', detail: 'Tick it to send.' }] });
      await move(act, { machine: 'send', id, move: 'submit', version, set: { reason: null, approved_by: null, approved_at: null }, details: { exams: await this.count(act, id), recipient: row.recipient_id, attested: true } });
    });
  }

  approve(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'send.approve', async (act) => {
      await move(act, { machine: 'send', id, move: 'approve', version, set: { approved_by: caller.id, approved_at: act.now } });
    });
  }

  deny(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'send.approve', async (act) => {
      await move(act, { machine: 'send', id, move: 'deny', version, set: { reason }, reason });
    });
  }

  cancel(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'send.create', async (act) => {
      await move(act, { machine: 'send', id, move: 'cancel', version, set: { reason }, reason });
      for (const kind of ['send.start', 'send.patience']) act.unwish(`${kind} ${id}`);
    });
  }

  retry(caller: Caller, id: string, version: number, endpointId: string | null): Promise<void> {
    return this.with(caller, id, 'send.create', async (act, row) => {
      await move(act, { machine: 'send', id, move: 'retry', version, set: { reason: null, ...(endpointId && row.route ? { route: JSON.stringify({ ...row.route, wanted: endpointId }) } : {}) }, details: { route: endpointId } });
    });
  }

  accept(caller: Caller, id: string, version: number, who: string, note: string | null): Promise<void> {
    return this.with(caller, id, 'send.log', async (act) => {
      await move(act, { machine: 'send', id, move: 'accept', version, set: { receipt: JSON.stringify({ who, at: act.now.toISOString(), note }) }, details: { logged: true } });
    });
  }

  refuse(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'send.log', async (act) => {
      await move(act, { machine: 'send', id, move: 'refuse', version, set: { reason }, reason });
      act.unwish(`send.patience ${id}`);
    });
  }

  track(caller: Caller, id: string, version: number, carrier: string, number: string): Promise<void> {
    return this.with(caller, id, 'send.log', async (act, row) => {
      if (row.version !== version) throw changedMeanwhile();
      await act.query('update send set tracking = $2, version = version + 1 where id = $1', [id, JSON.stringify({ carrier, number, at: act.now.toISOString() })]);
      act.audit({ action: 'send.tracked', object: { kind: 'send', id }, details: { carrier } });
      act.emit({ event: 'send.tracked', kind: 'send', id });
    });
  }

  revoke(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'send.revoke', async (act, row) => {
      if (row.version !== version) throw changedMeanwhile();
      const answer = sendMachine.answer(row.state, 'revoke');
      if (answer !== 'legal') throw new Refusal(409, answer.slice(answer.indexOf(':') + 1), `This cannot be called back while it is ${row.state}.`);
      await this.turn.revoke(act, row, reason);
      act.unwish(`send.patience ${id}`);
    });
  }

  /** Exams of the cart, locked for reading; each must be this person's to send. */
  private async exams(act: Act, caller: Caller, draft: SendDraft): Promise<InboundColumns[]> {
    const ids = [...new Set(draft.items.map((i) => i.examId))];
    const rows = await act.query<InboundColumns>('select * from inbound where id = any($1::uuid[])', [ids]);
    for (const id of ids) {
      const row = rows.find((r) => r.id === id);
      if (!row) throw notFound('exam');
      caller.require('send.create', guardedOf(row));
    }
    if ('link' in draft.recipient) return ids.flatMap((id) => rows.filter((r) => r.id === id));
    const [to] = await act.query<{ host: boolean }>('select host from facility where id = $1', [draft.recipient.facilityId]);
    if (!to || to.host) throw new Refusal(422, 'fields', 'Choose a partner to send to.', { errors: [{ pointer: '/recipient/facilityId', detail: 'Choose a facility of the directory.' }] });
    return ids.flatMap((id) => rows.filter((r) => r.id === id));
  }

  private async write(act: Act, caller: Caller, id: string, d: SendDraft): Promise<void> {
    await act.query(
      `update send set recipient_kind = $2, recipient_person = $3, purpose = $4, urgency = $5, when_kind = $6, planned_at = $7, identity = $8, message = $9, route = $10,
         attested_by = case when $11 then $12::uuid end, attested_at = case when $11 then clock_timestamp() end, link = $13 where id = $1`,
      [id, kindOf(d), personOf(d), d.purpose, d.urgency, d.when.kind, d.when.kind === 'at' ? d.when.at : null, 'link' in d.recipient ? 'as-received' : d.identity, d.message ?? null,
        d.endpointId ? JSON.stringify({ facts: { megabytes: 0, urgency: d.urgency, channels: [] }, ranked: [], wanted: d.endpointId }) : null, d.attested, caller.id, 'link' in d.recipient ? JSON.stringify({ kind: d.recipient.link.kind, contact: d.recipient.link.contact }) : null]);
    await act.query('delete from send_item where send_id = $1', [id]);
    await act.query('insert into send_item (send_id, exam_id, with_reports) select distinct on (x."examId") $1::uuid, x."examId", x."withReports" from jsonb_to_recordset($2::jsonb) as x("examId" uuid, "withReports" boolean)', [id, JSON.stringify(d.items)]);
  }

  private async count(act: Act, id: string): Promise<number> {
    const [row] = await act.query<{ n: number }>('select count(*)::int as n from send_item where send_id = $1', [id]);
    return row?.n ?? 0;
  }

  private with(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: SendColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockSend(act, id);
      if (!row) throw notFound('send');
      caller.require(ability, sendGuarded(row));
      await work(act, row);
    });
  }
}

/** A named person is a clinician; else it goes to the place. */
const kindOf = (d: SendDraft): string => ('link' in d.recipient ? d.recipient.link.kind : d.purpose === 'legal' ? 'court' : d.recipient.person ? 'clinician' : 'facility');
const personOf = (d: SendDraft): string | null => ('link' in d.recipient ? d.recipient.link.name : d.recipient.person || null);
/** The partner it goes to, or our own door where somebody takes it with a link. */
const placeOf = (act: Act, d: SendDraft): Promise<string> => ('link' in d.recipient ? hostId(act) : Promise.resolve(d.recipient.facilityId));
const facilitiesOf = (exams: readonly InboundColumns[], to: string): string[] => [...new Set([...exams.flatMap((x) => x.facility_ids), to])];
