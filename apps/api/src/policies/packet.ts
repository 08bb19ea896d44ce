import type { SignedPacket } from '@causeway/contracts';
import { canonicalJson, catalogue1, testsIn, type FactRow, type Facts, type PolicyKind, type PolicyText } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { sha256, type Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { signText } from '../platform/signing';
import { comesOutTheSame, type StoredDecision } from './verify-decisions';

interface Row extends StoredDecision { kind: PolicyKind; subject_kind: string; subject_id: string; exam_id: string; at: Date; supersedes: string | null; facility_ids: string[]; service_line: string; care_team: string[]; study_uid: string }
interface Version { id: string; kind: string; scope: string; number: number; text: PolicyText; sha256: Buffer; in_force_at: Date | null; ended_at: Date | null }

/** Everything that shows how one decision came about. Canonical JSON of this is what is signed. */
export interface Packet {
  readonly form: 'causeway-decision/1';
  readonly house: string;
  readonly decision: { readonly id: string; readonly kind: string; readonly subject: { readonly kind: string; readonly id: string }; readonly exam: { readonly id: string; readonly studyInstanceUid: string }; readonly at: string; readonly today: string; readonly outcome: unknown; readonly decidedBy: readonly string[]; readonly because: readonly string[]; readonly considered: unknown; readonly quotaSeen: unknown };
  readonly facts: { readonly sha256: string; readonly values: Facts; readonly meaning: Readonly<Record<string, Pick<FactRow, 'type' | 'source' | 'unknownWhen'>>> };
  readonly versions: readonly { readonly scope: string; readonly number: number; readonly sha256: string; readonly inForceFrom: string | null; readonly inForceUntil: string | null; readonly text: PolicyText; readonly ballots: readonly unknown[] }[];
  readonly earlier: readonly { readonly id: string; readonly at: string; readonly outcome: unknown; readonly version: number }[];
  /** It was decided again for this packet, from what stands in it, and came out the same. */
  readonly decidedAgain: { readonly equal: true; readonly at: string };
}

/** Takes a past decision out of the house: its rules, its facts and its votes as they were that day, signed. */
export class Packets {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  take(caller: Caller, id: string, form: 'json' | 'pdf'): Promise<{ readonly packet: Packet; readonly signed: SignedPacket }> {
    return this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<Row>(
        `select d.*, d.today::text as today, x.facility_ids, x.service_line, x.care_team, e.study_uid from decision d join inbound x on x.id = d.exam_id join exam e on e.id = d.exam_id where d.id = $1`, [id]);
      if (!row) throw notFound('decision');
      // who exports packets need not see images: to them the thing is the exam they may export
      caller.require('exam.export', { facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: row.care_team }, 'exam.list');
      const packet = await this.packet(act, row);
      const text = canonicalJson(packet);
      const { signature, keyId } = await signText(act, this.settings, text);
      const [key] = await act.query<{ public_key: string }>('select public_key from signing_key where id = $1', [keyId]);
      act.audit({ action: 'decision.exported', object: { kind: 'exam', id: row.exam_id }, details: { decision: id, form, sha256: sha256(text).toString('hex') } });
      return { packet, signed: { text, signature: signature.toString('base64'), keyId, publicKey: key?.public_key ?? '' } };
    });
  }

  private async packet(act: Act, row: Row): Promise<Packet> {
    const ids = row.layers.length > 0 ? row.layers : [row.policy_version_id];
    const found = await act.query<Version>('select * from policy_version where id = any($1::uuid[]) order by array_position($1::uuid[], id)', [ids]);
    if (!comesOutTheSame(row, (id) => found.find((v) => v.id === id)?.text)) throw new Refusal(409, 'differs', 'Decided again, it comes out otherwise than it was stored. Nothing is signed: tell whoever answers for this system.');
    const ballots = await act.query<{ policy_id: string; number: number; state: string; closes_at: Date; count: unknown; replay_sha256: Buffer }>('select policy_id, number, state, closes_at, count, replay_sha256 from ballot where policy_id = any($1::uuid[]) order by number', [ids]);
    const earlier = await act.query<{ id: string; at: Date; outcome: unknown; number: number }>(
      `with recursive before as (select id, at, outcome, policy_version_id, supersedes from decision where id = $1 union all select d.id, d.at, d.outcome, d.policy_version_id, d.supersedes from decision d join before b on d.id = b.supersedes)
       select b.id, b.at, b.outcome, v.number from before b join policy_version v on v.id = b.policy_version_id order by b.at limit 100`, [row.supersedes]);
    const named = [...new Set(found.flatMap((v) => v.text.rules.flatMap((r) => testsIn(r.when).map((t) => t.fact))))].sort();
    const meaning = Object.fromEntries(named.flatMap((name) => {
      const fact = (catalogue1 as Readonly<Record<string, FactRow>>)[name];
      return fact ? [[name, { type: fact.type, source: fact.source, unknownWhen: fact.unknownWhen }]] : [];
    }));
    return {
      form: 'causeway-decision/1', house: this.settings.SITE_NAME,
      decision: {
        id: row.id, kind: row.kind, subject: { kind: row.subject_kind, id: row.subject_id }, exam: { id: row.exam_id, studyInstanceUid: row.study_uid }, at: row.at.toISOString(), today: row.today,
        outcome: row.outcome, decidedBy: row.decided_by, because: row.because, considered: row.considered, quotaSeen: row.quota,
      },
      facts: { sha256: row.facts_sha256.toString('hex'), values: row.facts, meaning },
      versions: found.map((v) => ({
        scope: v.scope, number: v.number, sha256: v.sha256.toString('hex'), inForceFrom: v.in_force_at?.toISOString() ?? null, inForceUntil: v.ended_at?.toISOString() ?? null, text: v.text,
        ballots: ballots.filter((b) => b.policy_id === v.id).map((b) => ({ number: b.number, state: b.state, closed: b.closes_at.toISOString(), count: b.count, replaySha256: b.replay_sha256.toString('hex') })),
      })),
      earlier: earlier.map((e) => ({ id: e.id, at: e.at.toISOString(), outcome: e.outcome, version: e.number })),
      decidedAgain: { equal: true, at: act.now.toISOString() },
    };
  }
}
