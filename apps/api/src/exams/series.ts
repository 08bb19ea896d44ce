import type { SeriesView } from '@causeway/contracts';
import { contentKindOf } from './content-kind';
import type { Acts } from '../platform/acts/acts';
import { wholeNumber } from './whole-number';

interface Row {
  series_uid: string; number: number | null; modality: string; head: Record<string, string | undefined>; n: number; syntaxes: string[]; classes: string[]; findings: string[]; first: string | null;
}

export async function seriesOf(acts: Acts, examId: string): Promise<SeriesView[]> {
  const rows = await acts.read<Row>(
    `select s.series_uid, s.number, s.modality, s.head, count(i.*)::int as n, array_agg(distinct i.syntax) as syntaxes, array_agg(distinct i.sop_class) as classes,
       coalesce((select array_agg(distinct f) from instance j, unnest(j.findings) f where j.exam_id = s.exam_id and j.series_uid = s.series_uid), '{}') as findings,
       (array_agg(i.sop_uid order by ${wholeNumber('i.head', 'instanceNumber')} nulls last) filter (where ${wholeNumber('i.head', 'rows')} > 0))[(count(*) filter (where ${wholeNumber('i.head', 'rows')} > 0) + 1) / 2] as first
     from series s join instance i on i.exam_id = s.exam_id and i.series_uid = s.series_uid and i.conflict_of is null
     where s.exam_id = $1 group by s.exam_id, s.series_uid order by s.number nulls last, s.series_uid`, [examId]);
  return rows.map((r) => ({
    seriesUid: r.series_uid, number: r.number, modality: r.modality, description: r.head['seriesDescription'] ?? '', instances: r.n, transferSyntaxes: r.syntaxes, sopClasses: r.classes,
    contentKind: contentKindOf(r.classes[0] ?? ''), findings: r.findings, thumbnail: r.first ? { sopUid: r.first } : null,
  }));
}
