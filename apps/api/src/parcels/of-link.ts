import type { Acts } from '../platform/acts/acts';
import type { AsideReason } from '../receive/intake/answer';
import type { ReadObject } from '../receive/intake/intake';
import type { Source } from '../receive/ledger/stored-object';
import type { ParcelColumns } from './parcel.row';

const addressOf = (linkId: string): string => `upload-link ${linkId}`;

/** Who hands the objects of a parcel over: somebody here, the watched folder, or whoever holds a link. */
export function sourceOf(row: Pick<ParcelColumns, 'id' | 'link_id' | 'made_by' | 'source_facility_id'>): Source {
  const common = { endpointId: null, facilityId: row.source_facility_id, calling: null, trace: `parcel ${row.id}` };
  if (row.link_id) return { ...common, door: 'portal', kind: 'client', id: addressOf(row.link_id), name: 'upload by link', address: addressOf(row.link_id) };
  return { ...common, door: 'disc', kind: row.made_by ? 'person' : 'sender', id: row.made_by ?? 'watched-folder', name: row.made_by ? 'disc import' : 'watched folder', address: null };
}

/**
 * What comes by a link stays by itself: an exam that began elsewhere gets no further image from it, whatever the image says it belongs to. The very same bytes
 * are recognised, and change nothing.
 */
export class OfLink {
  private readonly known = new Set<string>();

  constructor(private readonly acts: Acts, private readonly parcelId: string, private readonly linkId: string) {}

  async stands({ studyUid, sopUid, sha256 }: ReadObject): Promise<AsideReason | null> {
    const [other] = await this.acts.read(
      `select 1 as there from exam e where e.study_uid = $1 and (select r.address from receipt r where r.exam_id = e.id order by r.id limit 1) is distinct from $2
         and not exists (select 1 from instance i where i.exam_id = e.id and i.sop_uid = $3 and i.sha256 = decode($4, 'hex')) limit 1`, [studyUid, addressOf(this.linkId), sopUid, sha256]);
    return other ? 'exam-of-others' : null;
  }

  /** Written down with the first image, so that an exam knows where it comes from also while the rest is read. */
  async took(examId: string): Promise<void> {
    if (this.known.has(examId)) return;
    await this.acts.read('insert into parcel_exam (parcel_id, exam_id, instances) values ($1, $2, 0) on conflict do nothing', [this.parcelId, examId]);
    this.known.add(examId);
  }
}
