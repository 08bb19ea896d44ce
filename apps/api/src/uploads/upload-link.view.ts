import type { MoveOffer, ParcelState, UploadLinkView } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import type { UploadLinkColumns } from './upload-link.row';

interface ParcelRow { link_id: string; id: string; state: ParcelState; form: string; exams: number; made_at: Date }

/** Links as those who work here see them; their secrets are not among what is kept. */
export async function linkViews(acts: Acts, rows: readonly (UploadLinkColumns & { readonly issuer: string })[], offers: (row: UploadLinkColumns) => MoveOffer[]): Promise<UploadLinkView[]> {
  const parcels = await acts.read<ParcelRow>(
    `select p.link_id, p.id, p.state, p.form, p.made_at, (select count(*)::int from parcel_exam e where e.parcel_id = p.id) as exams from parcel p where p.link_id = any($1::uuid[]) and p.state <> 'cancelled' order by p.made_at`, [rows.map((r) => r.id)]);
  return rows.map((r) => ({
    id: r.id, version: r.version, state: r.state, stateSince: r.state_since.toISOString(), issuedAt: r.issued_at.toISOString(), issuedBy: r.issuer, endsAt: r.ends_at.toISOString(), asksBirthDate: r.birth_date !== null, wanted: r.wanted,
    uploader: r.uploader, otherName: r.summary?.otherName ?? null, moves: offers(r),
    parcels: parcels.filter((p) => p.link_id === r.id).map((p) => ({ id: p.id, state: p.state, form: p.form, exams: p.exams, madeAt: p.made_at.toISOString() })),
  }));
}
