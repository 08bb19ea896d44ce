import { chosenRoute, rankRoute, verdictOf, type SendMove } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import type { Settings } from '../platform/settings/settings';
import { makeTransfer, priorityOf } from '../transfers/make';
import { cancelTransfer } from '../transfers/transfer.cancel';
import { channelsTo } from './channels';
import { checkSend, type Checked } from './check';
import { makeDocuments, makeTerms } from './documents';
import { recordRefusal } from './refusals';
import { lockSend, type SendColumns } from './send.row';

/** How long a send waits for a partner that is away before it takes another way, by urgency. */
const PATIENCE_SECONDS = { high: 600, medium: 4 * 3600, low: 86_400 } as const;
/** A report that is not final is looked at again so often, besides the events that tell of it. */
const REPORT_SECONDS = 300;

/** The system's part of a send. Each step looks at the stored state and does what is due, however often it is told. */
export class SendTurn {
  constructor(private readonly settings: Settings, private readonly installed: readonly string[]) {}

  /** All findings at this instant; they decide where the send goes from its pre-flight. */
  async preflight(act: Act, id: string): Promise<void> {
    const row = await lockSend(act, id);
    if (row?.state !== 'pre-flight') return;
    const checked = await this.check(act, row);
    const verdict = verdictOf(checked.findings);
    for (const refused of checked.refused) await recordRefusal(act, { kind: 'send', id: row.id, facilityIds: row.facility_ids }, refused, this.settings);
    const move: SendMove = verdict === 'stop' ? 'block' : verdict === 'ask' ? 'seek-approval' : 'pass';
    await this.signal(act, row, move, {}, verdict === 'stop' ? (checked.findings[0]?.code ?? null) : null, { findings: checked.findings.map((f) => f.code), route: checked.endpointId });
  }

  /** Starts a send whose time has come, if its pre-flight is still true (INV-20). */
  async start(act: Act, id: string): Promise<void> {
    const row = await lockSend(act, id);
    if (row?.state !== 'scheduled') return;
    if (row.when_kind === 'at' && row.planned_at && row.planned_at > act.now) return this.startAt(act, id, row.planned_at);
    const checked = await this.check(act, row);
    if (verdictOf(checked.findings) !== 'go' || !checked.endpointId) return this.signal(act, row, 'block', {}, checked.findings[0]?.code ?? 'no-route', { findings: checked.findings.map((f) => f.code) });
    if (checked.waitsForReport) {
      act.wish({ kind: 'send.start', key: `send.start ${id}`, data: { id }, inSeconds: REPORT_SECONDS, restart: true });
      return;
    }
    if (checked.opensAt) return this.startAt(act, id, new Date(checked.opensAt));
    const items = await act.query<{ exam_id: string; with_reports: boolean; revision: number }>('select i.*, x.revision from send_item i join inbound x on x.id = i.exam_id where i.send_id = $1 order by i.exam_id', [id]);
    const transfers: string[] = [];
    for (const item of items) {
      if (item.with_reports) await makeDocuments(act, id, item.exam_id, row.identity);
      const terms = checked.terms.find((t) => t.examId === item.exam_id)?.text;
      if (terms) await makeTerms(act, id, item.exam_id, row.identity, terms);
      // what somebody takes with a link moves nowhere before they do
      if (!row.link) transfers.push(await this.transfer(act, row, item.exam_id, item.revision, checked.endpointId));
    }
    await this.signal(act, row, 'start', {}, null, { transfers });
    if (!row.link) this.bePatient(act, row);
  }

  /** A link nobody opened in time is over; who has opened it keeps what they took. */
  async linkEnds(act: Act, id: string): Promise<void> {
    const row = await lockSend(act, id);
    if (row?.state !== 'delivered' || !row.link || !row.ends_at || row.ends_at > act.now) return;
    await this.signal(act, row, 'expire', {}, 'link-unopened', {});
  }

  /** Whether a send that was stopped by time may go on: its pre-flight as of now. */
  async mayGoOn(act: Act, row: SendColumns): Promise<boolean> {
    return verdictOf((await this.check(act, row)).findings) === 'go';
  }

  /** Something changed at the recipient before the time of the send has come: what its pre-flight stops now goes back to its sender, who may choose another way in time. */
  async recheck(act: Act, id: string): Promise<void> {
    const row = await lockSend(act, id);
    if (row?.state !== 'scheduled') return;
    const { findings } = await this.check(act, row);
    if (verdictOf(findings) === 'stop') await this.signal(act, row, 'block', {}, findings[0]?.code ?? null, { findings: findings.map((f) => f.code) });
  }

  /** A movement of this send ended: all proven, and it is delivered; one that failed takes the next way; without one, the send failed. */
  async follow(act: Act, id: string): Promise<void> {
    const row = await lockSend(act, id);
    if (row?.state !== 'sending') return;
    const transfers = await this.transfersOf(act, id);
    if (transfers.length > 0 && transfers.every((t) => t.state === 'done')) {
      act.unwish(`send.patience ${id}`);
      return this.signal(act, row, 'deliver', { delivered_at: act.now, ends_at: new Date(act.now.getTime() + 14 * 86_400_000) }, null, { transfers: transfers.map((t) => t.id) });
    }
    for (const t of transfers.filter((x) => ['failed', 'expired', 'cancelled'].includes(x.state))) {
      const next = await this.nextRoute(act, row, [t.endpoint_id]);
      if (!next) return this.signal(act, row, 'fail', {}, t.cause ?? t.state, { transfer: t.id });
      await this.takeRoute(act, row, t, next);
    }
  }

  /** The partner has been away too long for this send: it takes another way if there is one. */
  async runOutOfPatience(act: Act, id: string): Promise<void> {
    const row = await lockSend(act, id);
    if (row?.state !== 'sending') return;
    for (const t of await this.transfersOf(act, id)) {
      if (!['waiting', 'running', 'verifying'].includes(t.state) || t.breaker !== 'open') continue;
      const next = await this.nextRoute(act, row, [t.endpoint_id]);
      if (next) await this.takeRoute(act, row, t, next);
    }
    this.bePatient(act, row);
  }

  /** What the exam was is taken back: everything that went out with it is too. */
  async recalled(act: Act, examId: string): Promise<void> {
    const sends = await act.query<{ id: string }>(`select s.id from send s join send_item i on i.send_id = s.id where i.exam_id = $1 and s.state in ('sending', 'delivered', 'accepted', 'expired', 'refused') for update of s`, [examId]);
    for (const { id } of sends) {
      const row = await lockSend(act, id);
      if (row) await this.revoke(act, row, 'exam-called-back');
    }
  }

  async revoke(act: Act, row: SendColumns, reason: string): Promise<void> {
    await stopTransfers(act, row.id, reason);
    await this.signal(act, row, 'revoke', { reason }, reason, { cannotBeCalledBack: await leftTheHouse(act, row.id) });
  }

  private async check(act: Act, row: SendColumns): Promise<Checked> {
    const items = await act.query<{ exam_id: string; with_reports: boolean }>('select * from send_item where send_id = $1 order by exam_id', [row.id]);
    const checked = await checkSend(act, {
      sendId: row.id, items: items.map((i) => ({ examId: i.exam_id, withReports: i.with_reports })), recipient: { facilityId: row.recipient_id, kind: row.recipient_kind, person: row.recipient_person, byLink: row.link !== null }, purpose: row.purpose, urgency: row.urgency,
      whenReportIsFinal: row.when_kind === 'report-final', attested: row.attested_at !== null, approved: row.approved_at !== null, wanted: row.route?.wanted ?? null,
    }, this.installed, this.settings);
    for (const [examId, decision] of checked.decisions) await act.query('update send_item set decision_id = $3, terms = $4 where send_id = $1 and exam_id = $2', [row.id, examId, decision, checked.terms.find((t) => t.examId === examId)?.text ?? null]);
    await act.query('update send set findings = $2, preflight_at = $3, route = $4, endpoint_id = $5 where id = $1', [row.id, JSON.stringify(checked.findings), act.now, JSON.stringify(checked.route), row.link ? null : checked.endpointId]);
    return checked;
  }

  private transfer(act: Act, row: SendColumns, examId: string, revision: number, endpointId: string): Promise<string> {
    return makeTransfer(act, { examId, revision, purpose: 'send', destination: 'partner', endpointId, priority: priorityOf(row.urgency), copies: row.identity === 'local' ? 'local' : 'as-received', sendId: row.id });
  }

  private transfersOf(act: Act, id: string): Promise<{ id: string; exam_id: string; send_id: string; endpoint_id: string; state: string; cause: string | null; breaker: string | null }[]> {
    return act.query('select t.id, t.exam_id, t.send_id, t.endpoint_id, t.state, t.cause, l.breaker from transfer t left join line l on l.endpoint_id = t.endpoint_id where t.send_id = $1 and t.successor_id is null for update of t', [id]);
  }

  /** Best channel that was not tried for this send, as the facts are now. */
  private async nextRoute(act: Act, row: SendColumns, without: readonly string[]): Promise<string | null> {
    const items = await act.query<{ exam_id: string }>('select exam_id from send_item where send_id = $1', [row.id]);
    const facts = { megabytes: row.route?.facts.megabytes ?? 0, urgency: row.urgency, channels: await channelsTo(act, { facilityId: row.recipient_id, sendId: row.id, examIds: items.map((i) => i.exam_id) }, this.installed, this.settings) };
    const ranked = rankRoute({ ...facts, channels: facts.channels.filter((c) => !without.includes(c.endpointId)) });
    const next = chosenRoute(ranked);
    if (next) await act.query('update send set route = $2, endpoint_id = $3 where id = $1', [row.id, JSON.stringify({ facts, ranked: rankRoute(facts), wanted: null }), next.endpointId]);
    return next?.endpointId ?? null;
  }

  private async takeRoute(act: Act, row: SendColumns, t: { readonly id: string; readonly exam_id: string; readonly send_id: string; readonly endpoint_id: string; readonly state: string; readonly cause: string | null }, endpointId: string): Promise<void> {
    const [exam] = await act.query<{ revision: number }>('select revision from inbound where id = $1', [t.exam_id]);
    const successor = await this.transfer(act, row, t.exam_id, exam?.revision ?? 1, endpointId);
    if (t.state === 'cancelled') await act.query('update transfer set successor_id = $2 where id = $1', [t.id, successor]);
    else await cancelTransfer(act, t, `took another way: ${t.cause ?? 'partner away'}`, undefined, successor);
    act.audit({ action: 'send.rerouted', object: { kind: 'send', id: row.id }, reason: t.cause ?? 'partner-away', details: { from: t.endpoint_id, to: endpointId, transfer: successor } });
  }

  private bePatient(act: Act, row: SendColumns): void {
    act.wish({ kind: 'send.patience', key: `send.patience ${row.id}`, data: { id: row.id }, inSeconds: PATIENCE_SECONDS[row.urgency] / this.settings.PATIENCE_RATE, restart: true });
  }

  private startAt(act: Act, id: string, at: Date): void {
    act.wish({ kind: 'send.start', key: `send.start ${id}`, data: { id }, dueAt: at, restart: true });
  }

  private async signal(act: Act, row: SendColumns, move: SendMove, set: Readonly<Record<string, unknown>>, reason: string | null, details: Readonly<Record<string, unknown>>): Promise<void> {
    await signal(act, { machine: 'send', id: row.id, move, set: { ...(reason ? { reason } : {}), ...set }, reason, details });
  }
}

/** Movements of a send that have not ended are called off. */
export async function stopTransfers(act: Act, sendId: string, reason: string): Promise<void> {
  const open = await act.query<{ id: string; exam_id: string; send_id: string; endpoint_id: string }>(`select id, exam_id, send_id, endpoint_id from transfer where send_id = $1 and state not in ('done', 'cancelled') for update`, [sendId]);
  for (const t of open) await cancelTransfer(act, t, reason);
}

/** What is at the recipient already and cannot be fetched back by us, in words. */
export async function leftTheHouse(act: Pick<Act, 'query'>, sendId: string): Promise<string[]> {
  const rows = await act.query<{ facility: string; kind: string; n: number }>(
    `select f.name as facility, p.kind, count(*)::int as n from transfer t join transfer_row r on r.transfer_id = t.id and r.state in ('sending', 'sent', 'unknown', 'verified') join endpoint p on p.id = t.endpoint_id join send s on s.id = t.send_id join facility f on f.id = s.recipient_id
     where t.send_id = $1 group by 1, 2`, [sendId]);
  const taken = await act.query<{ who: string; at: Date }>(
    `select coalesce(s.recipient_person, '') as who, min(u.at) as at from send_link_use u join send s on s.id = u.send_id where u.send_id = $1 and u.what in ('opened', 'downloaded') group by 1`, [sendId]);
  return [...taken.map((t) => `${t.who} has opened it, first on ${t.at.toISOString().slice(0, 10)}: ask them to delete what they took.`), ...rows.map((r) => (r.kind === 'media' ? `The disc with ${r.n} images is with ${r.facility}, or on its way: ask for it.` : `${r.n} images are at ${r.facility}: ask them to delete these.`))];
}
