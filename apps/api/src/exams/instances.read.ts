import type { InstanceView } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { wholeNumber } from './whole-number';

interface Row {
  sop_uid: string; series_uid: string; sop_class: string; syntax: string; bytes: string; sha256: string; findings: string[]; number: string | null; rows: string | null; columns: string | null; frames: string | null;
}

/** Instances of one list. A series has hundreds, a whole exam seldom more than some thousands. */
const MOST = 20_000;
const whole = (name: string): string => wholeNumber('i.head', name);
const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

/** Instances of an exam, or of one of its series, in viewing order: series by number, images by theirs. */
export async function instancesOf(acts: Acts, examId: string, seriesUid: string | null): Promise<InstanceView[]> {
  const rows = await acts.read<Row>(
    `select i.sop_uid, i.series_uid, i.sop_class, i.syntax, i.bytes, encode(i.sha256, 'hex') as sha256, i.findings,
       ${whole('instanceNumber')} as number, ${whole('rows')} as rows, ${whole('columns')} as columns, ${whole('numberOfFrames')} as frames
     from instance i join series s on s.exam_id = i.exam_id and s.series_uid = i.series_uid
     where i.exam_id = $1 and i.conflict_of is null and ($2::text is null or i.series_uid = $2)
     order by s.number nulls last, i.series_uid, 8 nulls last, i.id limit ${MOST}`, [examId, seriesUid]);
  return rows.map((row) => ({
    sopUid: row.sop_uid, seriesUid: row.series_uid, number: numberOf(row.number), sopClass: row.sop_class, transferSyntax: row.syntax, rows: numberOf(row.rows) || null,
    columns: numberOf(row.columns) || null, frames: Math.max(1, numberOf(row.frames) ?? 1), bytes: Number(row.bytes), sha256: row.sha256, findings: row.findings,
  }));
}
