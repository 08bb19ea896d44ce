import type { BroughtBy, MoveOffer, ParcelState, ParcelView } from '@causeway/contracts';
import { failureWords, type DiscReport, type MediaFailure } from '@causeway/transport-media';
import type { Caller } from '../platform/http/caller';
import { requestNumber } from '../requests/out.row';

export interface ParcelColumns {
  id: string; form: ParcelView['form']; state: ParcelState; version: number; label: string; found_as: string | null; made_by: string | null; source_facility_id: string | null; facility_ids: string[];
  service_line: string; care_team: string[]; files: number | null; bytes: string; progress: ParcelView['progress']; report: DiscReport | null; failure: string | null; patients: number | null;
  made_at: Date; ended_at: Date | null; link_id: string | null; request_id: string | null; case_id: string | null; about: string; brought_by: BroughtBy | null;
}

/** Columns for `rowSql` when `parcel` is called x. */
export const parcelRowColumns = { facilityIds: 'x.facility_ids', serviceLine: 'x.service_line', careTeam: 'x.care_team' } as const;

export const guardedParcel = (row: Pick<ParcelColumns, 'facility_ids' | 'service_line' | 'care_team'>): { facilityIds: string[]; serviceLine: string; careTeam: string[] } => ({
  facilityIds: row.facility_ids, serviceLine: row.service_line, careTeam: row.care_team,
});

export interface ShownParcel extends ParcelColumns { maker_name: string | null; maker_initials: string | null; maker_title: string | null; source_name: string | null; exams: number; request_number: number | null }

export const SHOWN_SQL = `select x.*, p.name as maker_name, p.initials as maker_initials, p.title as maker_title, f.name as source_name, (select count(*)::int from parcel_exam e where e.parcel_id = x.id) as exams,
    r.number as request_number
  from parcel x left join person p on p.id = x.made_by left join facility f on f.id = x.source_facility_id left join request_out r on r.id = x.request_id`;

export function parcelView(row: ShownParcel, received: number, caller: Caller): ParcelView {
  const { report } = row;
  const mine = row.made_by === caller.id;
  return {
    id: row.id, form: row.form, state: row.state, label: row.label, bytes: Number(row.bytes), files: row.files, received, madeAt: row.made_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null,
    madeBy: row.made_by && row.maker_name ? { id: row.made_by, name: row.maker_name, initials: row.maker_initials ?? '', title: row.maker_title ?? '' } : null, mine,
    source: row.source_facility_id && row.source_name ? { id: row.source_facility_id, name: row.source_name } : null,
    request: row.request_id && row.request_number !== null ? { id: row.request_id, number: requestNumber(row.request_number) } : null, broughtBy: row.brought_by,
    progress: row.progress, failure: row.failure ? sentenceOf(row.failure) : null, patients: row.patients, exams: row.exams,
    taken: report ? report.objects.taken + report.objects.already + report.objects.conflicts : 0, notTaken: report ? report.objects.aside + report.objects.refused + report.objects.unread : 0,
    moves: offers(row, mine),
  };
}

const offers = (row: ParcelColumns, mine: boolean): MoveOffer[] => (row.state === 'uploading' && mine ? [{ move: 'upload', needs: 'nothing' }, { move: 'cancel', needs: 'nothing' }] : []);

const OTHER: Readonly<Record<string, string>> = {
  'gone': 'The uploaded file is not there any more. Upload it again.',
  'gave-up': 'Reading it failed again and again. What was taken until then is kept. Ask your administrator to look at the log, then upload it again.',
};

/** A sentence that says what to do when a parcel could not be read. */
export const sentenceOf = (failure: string): string => OTHER[failure] ?? failureWords(failure as MediaFailure);
