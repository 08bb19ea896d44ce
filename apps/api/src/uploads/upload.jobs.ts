import fs from 'node:fs';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { uploadFile } from '../parcels/places';
import { discsLate } from '../requests/awaited-discs';
import { GRACE_MS, lockLink } from './upload-link.row';

export const uploadJobKinds = { 'link.end': jobKind('fast'), 'link.abandon': jobKind('fast'), 'link.outcome': jobKind('fast', 20, 1, 60), 'discs.late': jobKind('fast') } as const;

export const uploadReactions: readonly Reaction[] = ['inbound.released', 'inbound.returned', 'inbound.rejected'].map((on): Reaction => ({
  on, wish: (e) => ({ kind: 'link.outcome', key: `link.outcome exam ${e.id}`, data: { examId: e.id } }),
}));

/** How an exam's way ends, for whoever brought it. */
const ENDED = `('released', 'returned', 'rejected', 'mirrored', 'purged')`;

/** The system's part of upload links: their end, and closing them when all that came with them has its outcome. */
export class UploadJobs implements JobHandler {
  readonly kinds = Object.keys(uploadJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    await this.acts.run(system('uploads'), async (act) => {
      const id = String(job.data['id']);
      switch (job.kind as keyof typeof uploadJobKinds) {
        case 'link.end': return this.end(act, id);
        case 'link.abandon': return this.abandon(act, id);
        case 'link.outcome': return this.outcome(act, job.data);
        case 'discs.late': return discsLate(act, id);
      }
    });
  }

  private async end(act: Act, id: string): Promise<void> {
    const row = await lockLink(act, id);
    if (!row || row.ends_at > act.now) return;
    await act.query('delete from upload_link_session where link_id = $1 and $2', [id, row.state !== 'uploading']);
    await signal(act, { machine: 'link', id, move: 'expire', data: { permille: 1000 } });
  }

  /** A day after the end: an upload that still goes on is waited for, one that lies is given up. What was read stays. */
  private async abandon(act: Act, id: string): Promise<void> {
    const row = await lockLink(act, id);
    if (row?.state !== 'uploading' || row.ends_at.getTime() + GRACE_MS > act.now.getTime()) return;
    const open = await act.query<{ id: string; bytes: string }>(`select id, bytes from parcel where link_id = $1 and state = 'uploading'`, [id]);
    const lastByte = Math.max(0, ...open.map((p) => fs.statSync(uploadFile(this.settings, p.id), { throwIfNoEntry: false })?.mtimeMs ?? 0));
    if (lastByte + GRACE_MS > act.now.getTime()) {
      act.wish({ kind: 'link.abandon', key: `link.abandon ${id}`, data: { id }, dueAt: new Date(lastByte + GRACE_MS), restart: true });
      return;
    }
    await act.query('delete from upload_link_session where link_id = $1', [id]);
    await signal(act, { machine: 'link', id, move: 'abandon', details: { unfinished: open.length }, data: { permille: 1000 } });
  }

  private async outcome(act: Act, data: JobRun['data']): Promise<void> {
    const links = await act.query<{ id: string }>(
      `select distinct l.id from upload_link l where l.state = 'submitted' and (l.id = $1::uuid or exists (select 1 from parcel p join parcel_exam x on x.parcel_id = p.id where p.link_id = l.id and x.exam_id = $2::uuid)) order by l.id`,
      [data['linkId'] ?? null, data['examId'] ?? null]);
    for (const { id } of links) {
      const row = await lockLink(act, id);
      const [open] = await act.query(
        `select 1 as open from parcel p left join parcel_exam x on x.parcel_id = p.id left join inbound i on i.id = x.exam_id
         where p.link_id = $1 and (p.state in ('uploading', 'waiting', 'reading') or (x.exam_id is not null and coalesce(i.state, '') not in ${ENDED}))
         union all select 1 from awaited_disc where link_id = $1 and arrived_at is null limit 1`, [id]);
      if (row?.state === 'submitted' && !open) await signal(act, { machine: 'link', id, move: 'close', details: { outcome: 'all-ended' } });
    }
  }
}
