import type { InstanceView, SeriesView } from '@causeway/contracts';
import { transferSyntax } from '@causeway/dicom';
import { contentKindOf } from '../exams/content-kind';
import { wholeNumber } from '../exams/whole-number';
import type { StoredInstance } from '../dicomweb/retrieve/instances';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';

type Reads = Pick<Acts, 'read'>;
const whole = (name: string): string => wholeNumber('i.head', name);
const MOST = 20_000;

interface SeriesRow { series_uid: string; number: string | null; modality: string | null; description: string | null; n: number; syntaxes: string[]; classes: string[]; findings: string[]; first: string | null }

/** Series of a copy, as the viewer lists those of an exam. */
export async function seriesOfCopy(acts: Reads, copyId: string): Promise<SeriesView[]> {
  const rows = await acts.read<SeriesRow>(
    `select i.series_uid, min(${whole('seriesNumber')}::bigint)::text as number, min(i.head->>'modality') as modality, min(i.head->>'seriesDescription') as description, count(*)::int as n,
       array_agg(distinct i.syntax) as syntaxes, array_agg(distinct i.sop_class) as classes, coalesce((select array_agg(distinct f) from prior_image j, unnest(j.findings) f where j.copy_id = $1 and j.series_uid = i.series_uid), '{}') as findings,
       (array_agg(i.sop_uid order by ${whole('instanceNumber')} nulls last) filter (where ${whole('rows')} > 0))[1] as first
     from prior_image i where i.copy_id = $1 group by i.series_uid order by min(${whole('seriesNumber')}::bigint) nulls last, i.series_uid`, [copyId]);
  return rows.map((r) => ({
    seriesUid: r.series_uid, number: r.number === null ? null : Number(r.number), modality: r.modality ?? '', description: r.description ?? '', instances: r.n, transferSyntaxes: r.syntaxes, sopClasses: r.classes,
    contentKind: contentKindOf(r.classes[0] ?? ''), findings: r.findings, thumbnail: r.first ? { sopUid: r.first } : null,
  }));
}

interface ImageRow { sop_uid: string; series_uid: string; sop_class: string; syntax: string; bytes: string; sha256: string; findings: string[]; number: string | null; rows: string | null; columns: string | null; frames: string | null }

/** Images of one series of a copy, in viewing order. */
export async function imagesOfCopy(acts: Reads, copyId: string, seriesUid: string | null): Promise<InstanceView[]> {
  const rows = await acts.read<ImageRow>(
    `select i.sop_uid, i.series_uid, i.sop_class, i.syntax, i.bytes, encode(i.sha256, 'hex') as sha256, i.findings, ${whole('instanceNumber')} as number, ${whole('rows')} as rows, ${whole('columns')} as columns, ${whole('numberOfFrames')} as frames
     from prior_image i where i.copy_id = $1 and ($2::text is null or i.series_uid = $2) order by i.series_uid, 8 nulls last, i.id limit ${MOST}`, [copyId, seriesUid]);
  const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));
  return rows.map((r) => ({
    sopUid: r.sop_uid, seriesUid: r.series_uid, number: numberOf(r.number), sopClass: r.sop_class, transferSyntax: r.syntax, rows: numberOf(r.rows) || null, columns: numberOf(r.columns) || null,
    frames: Math.max(1, numberOf(r.frames) ?? 1), bytes: Number(r.bytes), sha256: r.sha256, findings: r.findings,
  }));
}

/** One image of a copy in the form that is read, drawn and sent like any stored one. What is opened of it is written down with the exam it stands beside. */
export async function storedImage(acts: Reads, copy: { readonly id: string; readonly study_uid: string }, examId: string, sopUid: string): Promise<StoredInstance> {
  const [r] = await acts.read<{ id: string; series_uid: string; sop_class: string; syntax: string; sha256: string; file_bytes: string; location: string; data_at: number }>(
    `select id, series_uid, sop_class, syntax, encode(sha256, 'hex') as sha256, split_part(location, ':', 4)::bigint as file_bytes, location, data_at from prior_image where copy_id = $1 and sop_uid = $2`, [copy.id, sopUid]);
  if (!r) throw notFound('image');
  return {
    id: `prior ${r.id}`, examId, studyUid: copy.study_uid, seriesUid: r.series_uid, sopUid, sopClassUid: r.sop_class, transferSyntaxUid: transferSyntax(r.syntax).uid, sha256: r.sha256, fileBytes: Number(r.file_bytes),
    location: r.location, dataAt: r.data_at,
  };
}
