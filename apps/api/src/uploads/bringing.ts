import type { LinkDiscs, LinkParcel, SubmitUpload } from '@causeway/contracts';
import { MEDIA_LIMITS } from '@causeway/transport-media';
import type * as z from 'zod/mini';
import { writeEntry } from '../exchange/entries';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { announced, inGigabytes, type Parcels } from '../parcels/parcels';
import type { ParcelColumns } from '../parcels/parcel.row';
import { awaitDiscs } from '../requests/awaited-discs';
import type { UploadContentsReader } from './contents';
import type { UploadLinkColumns } from './upload-link.row';
import { actorOf, type Visitors } from './visitors';

type In<T extends z.ZodMiniType> = z.output<T>;
/** Pieces one link may bring; and pictures of one piece together. */
const MOST_PARCELS = 50;
export const PHOTOGRAPH_BYTES = 4 * MEDIA_LIMITS.documentBytes;

/** What the holder of a link does: announces an upload, says that it is all, or that discs are in the mail. It reaches nothing but its own request or case. */
export class Bringing {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly visitors: Visitors, private readonly parcels: Parcels, private readonly contents: UploadContentsReader) {}

  async announce(link: UploadLinkColumns, wish: LinkParcel): Promise<string> {
    const { UPLOAD_BYTES, UPLOAD_QUOTA_BYTES, UPLOAD_HOURS } = this.settings;
    this.parcels.requireRoom(wish.bytes, wish.form === 'photographs' ? Math.min(PHOTOGRAPH_BYTES, UPLOAD_BYTES) : UPLOAD_BYTES);
    const id = newId();
    await this.acts.run(actorOf(link), async (act) => {
      const row = await this.visitors.writable(act, link.id);
      if (!row.uploader) throw new Refusal(409, 'say-who', 'Say first who you are.');
      const [had] = await act.query<{ n: number; bytes: string }>(`select count(*)::int as n, coalesce(sum(bytes), 0) as bytes from parcel where link_id = $1 and state not in ('cancelled', 'expired')`, [row.id]);
      if ((had?.n ?? 0) >= MOST_PARCELS || Number(had?.bytes ?? 0) + wish.bytes > UPLOAD_QUOTA_BYTES) {
        throw new Refusal(429, 'quota', `With one link you may bring ${inGigabytes(UPLOAD_QUOTA_BYTES)} in ${MOST_PARCELS} pieces. Ask whoever sent it for another one.`);
      }
      if (row.state === 'submitted') await move(act, { machine: 'link', id: row.id, move: 'add-more' });
      await announced(act, {
        id, form: wish.form, label: '', made_by: null, source_facility_id: null, facility_ids: row.facility_ids, service_line: row.service_line, care_team: row.care_team, files: wish.files ?? null, bytes: wish.bytes,
        request_id: row.request_id, case_id: row.case_id, link_id: row.id, about: wish.about, brought_by: row.uploader,
      }, UPLOAD_HOURS);
    });
    return id;
  }

  /** The parcel, if it came with this link. */
  async one(link: UploadLinkColumns, id: string): Promise<ParcelColumns | null> {
    const [row] = await this.acts.read<ParcelColumns>('select * from parcel where id = $1 and link_id = $2', [id, link.id]);
    return row ?? null;
  }

  /** That is all. A name that is not the patient's needs a word why; whoever decides whose exam it is sees the answer. */
  async submit(link: UploadLinkColumns, body: In<typeof SubmitUpload>): Promise<void> {
    const { parcels } = await this.contents.of(link);
    if (parcels.some((p) => ['uploading', 'waiting', 'reading'].includes(p.state))) throw new Refusal(409, 'still-reading', 'Something is still on its way. Wait until it is read, or stop that upload.');
    const exams = parcels.flatMap((p) => p.exams);
    if (exams.length === 0) throw new Refusal(409, 'nothing-brought', 'Nothing was brought that could be read. Look at what is said beside each upload.');
    if (exams.some((e) => e.otherName) && !body.otherName) throw new Refusal(422, 'other-name', 'Another name than the patient’s is on these images. Say why.', { errors: [{ pointer: '/otherName', detail: 'needed' }] });
    await this.acts.run(actorOf(link), async (act) => {
      const row = await this.visitors.writable(act, link.id);
      const summary = { parcels: parcels.length, exams: exams.length, otherName: exams.some((e) => e.otherName) ? body.otherName : null };
      await move(act, { machine: 'link', id: row.id, move: 'submit', set: { summary: JSON.stringify(summary) }, details: summary, data: { permille: 1000 } });
      const [kind, of] = row.request_id ? (['requestOut', row.request_id] as const) : (['case', row.case_id ?? ''] as const);
      await writeEntry(act, kind, of, 'patient-brought', { exams: summary.exams, otherName: summary.otherName });
      // what is here already may have been released while they were still bringing
      act.wish({ kind: 'link.outcome', key: `link.outcome ${row.id}`, data: { linkId: row.id } });
    });
  }

  async discs(link: UploadLinkColumns, body: In<typeof LinkDiscs>): Promise<void> {
    await this.acts.run(actorOf(link), async (act) => {
      const row = await this.visitors.writable(act, link.id);
      await awaitDiscs(act, { requestId: row.request_id, caseId: row.request_id ? null : row.case_id, linkId: row.id, ...body }, this.settings);
    });
  }
}
