import { Controller, Get, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import type { DecisionView, PolicyInForce, SignedPacket } from '@causeway/contracts';
import type { PolicyKind, PolicyText } from '@causeway/domain';
import { DateTime } from 'luxon';
import { inboundRowColumns } from '../inbound/inbound.row';
import { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { DECISION_SQL, decisionView, type DecisionRow } from '../platform/decisions/decisions';
import { Needs, SignedIn } from '../platform/http/ability';
import { NotOnce } from '../platform/http/answered';
import { IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { Packets } from './packet';
import { packetPdf } from './packet-pdf';

@Controller('api/v1')
export class PoliciesController {
  constructor(private readonly acts: Acts, private readonly packets: Packets) {}

  /** GET /policies: what is in force, for reading. */
  @Get('policies')
  @Needs('policy.read')
  async inForce(): Promise<PolicyInForce[]> {
    const rows = await this.acts.read<{ id: string; kind: PolicyKind; scope: string; number: number; sha256: Buffer; in_force_at: Date; text: PolicyText; n: number }>(
      `select v.*, (select count(*)::int from decision d where d.policy_version_id = v.id and d.at > clock_timestamp() - interval '30 days') as n
       from policy_version v where v.state = 'in-force' order by v.kind, v.scope`);
    return rows.map((r) => ({
      id: r.id, kind: r.kind, scope: r.scope, version: r.number, sha256: r.sha256.toString('hex'), inForceSince: r.in_force_at.toISOString(), text: r.text, decisionsLast30Days: r.n,
      reviewBy: DateTime.fromJSDate(r.in_force_at).plus({ years: 1 }).toJSDate().toISOString(),
    }));
  }

  /** GET /decisions/:id: the Why of one automatic step. Seen by who may see the exam it is about. */
  @Get('decisions/:id')
  @SignedIn()
  async why(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<DecisionView> {
    const b = new Binder();
    const filter = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const [row] = await this.acts.read<DecisionRow>(`${DECISION_SQL} join inbound x on x.id = d.exam_id where d.id = ${b.bind(id)} and ${filter}`, b.values);
    if (!row) throw notFound('decision');
    return decisionView(row);
  }

  /** POST /decisions/:id/packet: the decision with policy text, facts and votes of that day, signed. Signing is an act and is audited. */
  @Post('decisions/:id/packet')
  @HttpCode(200)
  @Needs('exam.export')
  async packet(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<SignedPacket> {
    return (await this.packets.take(caller, id, 'json')).signed;
  }

  /** POST /decisions/:id/packet.pdf: the same to read, with the signed text attached. */
  @Post('decisions/:id/packet.pdf')
  @HttpCode(200)
  @NotOnce()
  @Needs('exam.export')
  async packetOnPaper(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<StreamableFile> {
    const { packet, signed } = await this.packets.take(caller, id, 'pdf');
    return new StreamableFile(await packetPdf(packet, signed), { type: 'application/pdf', disposition: `attachment; filename="decision-${id}.pdf"` });
  }
}
