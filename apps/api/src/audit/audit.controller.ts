import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { AuditQuery, DisclosureQuery, type AuditPage, type AuditRow, type AuditVerdict, type DisclosureList } from '@causeway/contracts';
import { Acts } from '../platform/acts/acts';
import { verifyAudit } from '../platform/audit/verify';
import { Needs } from '../platform/http/ability';
import { NotOnce } from '../platform/http/answered';
import { Checked } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { Disclosures } from './disclosures';

interface Row {
  lane: string; seq: string; at: Date; actor_kind: string; actor_id: string; actor_name: string; action: string; object_kind: string; object_id: string;
  from_state: string | null; to_state: string | null; outcome: string; reason: string | null; details: string; correlation: string | null; hash: Buffer;
}

/** Reading the audit is itself audited. */
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly acts: Acts) {}

  @Get()
  @Needs('audit.read')
  async list(@Query(new Checked(AuditQuery)) query: AuditQuery, @CallerOf() caller: Caller): Promise<AuditPage> {
    const b = new Binder();
    const tests = ['true'];
    if (query.actor) tests.push(`(actor_id = ${b.bind(query.actor)} or actor_name ilike ${b.bind(`%${query.actor.replace(/[\\%_]/g, '\\$&')}%`)})`);
    if (query.action) tests.push(`action like ${b.bind(`${query.action.replace(/[\\%_]/g, '\\$&')}%`)}`);
    if (query.object) tests.push(`object_id = ${b.bind(query.object)}`);
    if (query.from) tests.push(`at >= ${b.bind(query.from)}`);
    if (query.to) tests.push(`at <= ${b.bind(query.to)}`);
    const [before, lane, seq] = (query.cursor ?? '').split(' ');
    if (before && lane && seq) tests.push(`(at, lane, seq) < (${b.bind(before)}::timestamptz, ${b.bind(lane)}, ${b.bind(seq)}::bigint)`);
    const where = tests.join(' and ');
    const rows = await this.acts.read<Row & { at_text: string }>(
      `select *, audit_time(at) as at_text from audit_entry where ${where} order by at desc, lane desc, seq desc limit ${b.bind(query.limit)}`, b.values);
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'audit.read', object: { kind: 'audit', id: 'list' }, details: { filters: Object.keys(query).filter((k) => k !== 'limit'), rows: rows.length } }));
    const last = rows.at(-1);
    return {
      rows: rows.map(viewOf), next: last && rows.length === query.limit ? `${last.at_text} ${last.lane} ${last.seq}` : null, total: rows.length, asOf: new Date().toISOString(), seq: '',
    };
  }

  /** POST /audit/disclosures: who saw the exams of a patient, and to whom they were given on. The number travels in the body, never in an address. */
  @Post('disclosures')
  @HttpCode(200)
  @NotOnce()
  @Needs('audit.read')
  disclosures(@Body(new Checked(DisclosureQuery)) query: DisclosureQuery, @CallerOf() caller: Caller): Promise<DisclosureList> {
    return new Disclosures(this.acts).of(caller, query);
  }

  @Post('verify')
  @HttpCode(200)
  @Needs('audit.read')
  verify(): Promise<AuditVerdict> {
    return verifyAudit((sql, parameters) => this.acts.read(sql, parameters));
  }
}

const viewOf = (r: Row): AuditRow => ({
  lane: r.lane, seq: Number(r.seq), at: r.at.toISOString(), actor: { kind: r.actor_kind, id: r.actor_id, name: r.actor_name }, action: r.action, object: { kind: r.object_kind, id: r.object_id },
  from: r.from_state, to: r.to_state, outcome: r.outcome, reason: r.reason, details: JSON.parse(r.details) as Record<string, unknown>, correlation: r.correlation, hash: r.hash.toString('hex'),
});
