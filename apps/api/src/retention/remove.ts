import { canonicalJson } from '@causeway/domain';
import path from 'node:path';
import { RenderCache } from '../dicomweb/render/render-cache';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { signal } from '../platform/acts/move';
import { parseLocation } from '../platform/objects/location';
import { objectsOf } from '../platform/objects/objects';
import { signText } from '../platform/signing';
import type { Settings } from '../platform/settings/settings';
import { lockPurge } from './purge';

interface ToGo { n: number; sha256: Buffer; location: string; shared: boolean; pictured: boolean }
const HEAL_SECONDS = [600, 3600, 86_400];

/**
 * Takes the bytes of a purge that has begun out of every store and cache, and says so only when nothing of them can be read any more. What fails is tried again
 * after ten minutes, an hour, then daily; it may run as often as it likes.
 */
export class Removal {
  private readonly pictures: RenderCache;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.pictures = new RenderCache({ dir: path.join(settings.DATA_DIR, 'cache', 'pictures'), mostBytes: settings.PICTURE_CACHE_BYTES });
  }

  async run(purgeId: string): Promise<void> {
    const [purge] = await this.acts.read<{ state: string }>('select state from purge where id = $1', [purgeId]);
    if (purge?.state !== 'deleting') return;
    try {
      await this.takeAway(purgeId);
    } catch (error) {
      await this.failed(purgeId, error);
      return;
    }
    await this.finish(purgeId);
  }

  /** Tried again: by its clock, or by a person. */
  async retry(purgeId: string): Promise<void> {
    await this.acts.run(system('retention'), async (act) => {
      const row = await lockPurge(act, purgeId);
      if (row?.state !== 'failed') return;
      await signal(act, { machine: 'purge', id: purgeId, move: 'retry', set: { attempts: row.attempts + 1 }, data: { examId: row.exam_id } });
      act.wish({ kind: 'purge.remove', key: `purge.remove ${purgeId}`, data: { id: purgeId } });
    });
  }

  private async takeAway(purgeId: string): Promise<void> {
    const rows = await this.acts.read<ToGo>(
      `select o.n, o.sha256, o.location, exists (select 1 from instance i where i.location = o.location) or exists (select 1 from quarantined_object q where q.location = o.location) as shared,
         exists (select 1 from instance i where i.sha256 = o.sha256) as pictured from purge_object o where o.purge_id = $1 and o.gone_at is null order by o.n`, [purgeId]);
    // pictures are kept by digest: those of an image that somebody else still has may stay
    for (const row of rows) if (!row.pictured) await this.pictures.forget(row.sha256.toString('hex'));
    const mine = rows.filter((row) => !row.shared);
    const locations = new Map(mine.map((row) => [row.n, parseLocation(row.location)]));
    const done = await objectsOf(this.settings).erase([...locations.values()]);
    const how = rows.map((row) => { const at = locations.get(row.n); return { n: row.n, how: at ? (done.get(at) ?? 'was-gone') : 'another-row-keeps-it' }; });
    await this.acts.run(system('retention'), async (act) => {
      await act.query(
        `update purge_object o set gone_at = clock_timestamp(), location = null, how = x.how from jsonb_to_recordset($2::jsonb) as x(n int, how text) where o.purge_id = $1 and o.n = x.n and o.gone_at is null`, [purgeId, JSON.stringify(how)]);
    });
  }

  private async finish(purgeId: string): Promise<void> {
    await this.acts.run(system('retention'), async (act) => {
      const row = await lockPurge(act, purgeId);
      if (row?.state !== 'deleting') return;
      const [left] = await act.query<{ n: number }>('select count(*)::int as n from purge_object where purge_id = $1 and gone_at is null', [purgeId]);
      if (left?.n !== 0) throw new Error('Some of its bytes are still there');
      const [t] = await act.query<{ study_uid: string; series: number; instances: number; bytes: string; digest: Buffer; verdict: Record<string, unknown>; at: Date; number: number; title: string; reviewer: string; approver: string; sha256: Buffer; scope: string; version: number }>(
        `select t.*, d.number, d.title, r.name as reviewer, a.name as approver, v.sha256, v.scope, v.number as version from tombstone t join purge p on p.id = t.purge_id join disposition d on d.id = p.disposition_id
           left join person r on r.id = d.reviewer_id left join person a on a.id = d.approver_id left join decision k on k.id = (t.verdict->>'decision')::uuid left join policy_version v on v.id = k.policy_version_id where t.purge_id = $1`, [purgeId]);
      if (!t) throw new Error('A purge without a tombstone');
      const ways = await act.query<{ how: string; n: number }>('select how, count(*)::int as n from purge_object where purge_id = $1 group by how order by how', [purgeId]);
      const text = canonicalJson({
        certificate: 'purge-of-one-exam', site: this.settings.SITE_NAME, exam: row.exam_id, studyUid: t.study_uid, series: t.series, images: t.instances, bytes: Number(t.bytes), digest: t.digest.toString('hex'), kept: t.verdict,
        policy: { kind: 'retention', scope: t.scope, version: t.version, sha256: t.sha256.toString('hex') }, disposition: { number: t.number, title: t.title, reviewedBy: t.reviewer, approvedBy: t.approver },
        exported: row.exported, begunAt: t.at.toISOString(), goneAt: act.now.toISOString(), how: Object.fromEntries(ways.map((w) => [w.how, w.n])),
      });
      const { signature, keyId } = await signText(act, this.settings, text);
      await act.query('update tombstone set certificate = $2, signature = $3, key_id = $4 where purge_id = $1', [purgeId, text, signature, keyId]);
      await signal(act, { machine: 'purge', id: purgeId, move: 'finish', set: { cause: null }, details: { images: t.instances, how: ways }, data: { examId: row.exam_id } });
    });
  }

  private async failed(purgeId: string, error: unknown): Promise<void> {
    const cause = error instanceof Error ? error.name : 'failure';
    await this.acts.run(system('retention'), async (act) => {
      const row = await lockPurge(act, purgeId);
      if (row?.state !== 'deleting') return;
      await signal(act, { machine: 'purge', id: purgeId, move: 'fail', set: { cause }, reason: cause, data: { examId: row.exam_id } });
      act.wish({ kind: 'purge.retry', key: `purge.retry ${purgeId}`, data: { id: purgeId }, inSeconds: HEAL_SECONDS[Math.min(row.attempts, HEAL_SECONDS.length - 1)] ?? 600 });
    });
  }
}
