import type { ReleasePreview } from '@causeway/contracts';
import { planLocalise, tagText, type PreviewValue } from '@causeway/dicom';
import { counted } from '../exams/counted';
import type { Act } from '../platform/acts/act';
import type { Objects } from '../platform/objects/objects';
import { localIdentity } from './local-identity';

type Changes = ReleasePreview['changes'];

/** What the localised copy of an exam will say instead, shown on one of its instances before anything is sent. */
export class CopyPreview {
  constructor(private readonly objects: Objects, private readonly system: string) {}

  /** Empty when there is nothing to send yet, or when the stored header cannot be read: the release itself then says why. */
  async changes(act: Act, examId: string): Promise<Changes> {
    const request = await localIdentity(act, examId, act.now, this.system);
    const [row] = await act.query<{ location: string; data_at: number; syntax: string }>(
      `select location, data_at, syntax from instance i where exam_id = $1 and conflict_of is null and ${counted('i')} order by series_uid, id limit 1`, [examId]);
    if (!request || !row) return [];
    const planned = await planLocalise(this.objects.read(row.location, { start: row.data_at }), request, { transferSyntaxUid: row.syntax });
    if (planned.kind === 'refused') return [];
    return planned.plan.differences.map((d) => ({ tag: tagText(d.tag), name: d.keyword, before: shown(d.before), after: shown(d.after) }));
  }
}

function shown(value: PreviewValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return value.map((item) => Object.values(item).join(' ')).join('; ');
}
