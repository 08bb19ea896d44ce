import type { DicomJson } from '@causeway/dicom';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { Binder } from '../../platform/http/row-sql';
import { sightOf } from '../sight';
import type { SearchLevel } from './attributes';
import { matchSql } from './conditions';
import { resultOf, type SearchRow } from './result';
import type { SearchQuery } from './search-query';

export interface Within {
  readonly study?: string;
  readonly series?: string;
}

export interface Found {
  readonly results: readonly DicomJson[];
  /** Results after these; counted up to a bound. */
  readonly remaining: number;
}

const STATEMENT_MS = 8000;
/** Results beyond the page that are counted. */
const MOST_COUNTED = 100_000;
const QUERY_CANCELED = '57014';

const FROM: Readonly<Record<SearchLevel, string>> = {
  study: 'from exam e join inbound x on x.id = e.id',
  series: 'from series s join exam e on e.id = s.exam_id join inbound x on x.id = e.id',
  instance: 'from instance i join series s on s.exam_id = i.exam_id and s.series_uid = i.series_uid join exam e on e.id = i.exam_id join inbound x on x.id = e.id',
};
const STUDY_COLUMNS = `e.id as exam, e.study_uid, e.head as study_head, x.modalities, (e.split_of is not null or exists (select from exam c where c.split_of = e.id)) as parted,
  (select count(*)::int from series k where k.exam_id = e.id) as series_count, x.received as instance_count`;
const SERIES_COLUMNS = `s.series_uid, s.head as series_head`;
const COLUMNS: Readonly<Record<SearchLevel, string>> = {
  study: STUDY_COLUMNS,
  series: `${STUDY_COLUMNS}, ${SERIES_COLUMNS}, (select count(*)::int from instance k where k.exam_id = s.exam_id and k.series_uid = s.series_uid and k.conflict_of is null) as series_instances`,
  instance: `${STUDY_COLUMNS}, ${SERIES_COLUMNS}, i.sop_uid, i.sop_class, i.syntax, i.head as instance_head`,
};
/** Newest exams first; inside them in viewing order. */
const ORDER: Readonly<Record<SearchLevel, string>> = { study: 'e.id desc', series: 'e.id desc, s.number nulls last, s.series_uid', instance: 'e.id desc, s.number nulls last, s.series_uid, i.id' };

/** Searches over what this person may see (QIDO-RS, PS3.18 10.6). Exams that share a study are results of their own: they are of different people. */
export class Search {
  constructor(private readonly acts: Acts) {}

  async find(level: SearchLevel, within: Within, query: SearchQuery, caller: Caller, base: string): Promise<Found> {
    if (query.limit === 0) return { results: [], remaining: 0 };
    try {
      return await this.acts.run(caller.actor, (act) => this.page(act, level, within, query, caller, base));
    } catch (error) {
      if ((error as { code?: unknown }).code !== QUERY_CANCELED) throw error;
      throw new Refusal(503, 'search-too-broad', 'This search takes too long. Narrow it: by patient, accession number, date or study.');
    }
  }

  private async page(act: Act, level: SearchLevel, within: Within, query: SearchQuery, caller: Caller, base: string): Promise<Found> {
    await act.query(`select set_config('statement_timeout', $1, true)`, [String(STATEMENT_MS)]);
    const b = new Binder();
    const where = whereOf(level, within, query, caller, b);
    const counted = b.values.length;
    const rows = await act.query<SearchRow>(
      `select ${COLUMNS[level]} ${FROM[level]} where ${where} order by ${ORDER[level]} limit ${b.bind(query.limit + 1)} offset ${b.bind(query.offset)}`, b.values);
    const results = rows.slice(0, query.limit).map((row) => resultOf(row, level, within.series ? 'series' : within.study ? 'study' : null, query, base));
    if (rows.length <= query.limit) return { results, remaining: 0 };
    const [count] = await act.query<{ n: number }>(`select count(*)::int as n from (select 1 ${FROM[level]} where ${where} limit ${query.offset + query.limit + MOST_COUNTED}) found`, b.values.slice(0, counted));
    return { results, remaining: Math.max(1, (count?.n ?? 0) - query.offset - query.limit) };
  }
}

function whereOf(level: SearchLevel, within: Within, query: SearchQuery, caller: Caller, b: Binder): string {
  const tests = [sightOf(caller, 'exam.list', b.bind), `x.state <> 'purged'`];
  if (level === 'instance') tests.push('i.conflict_of is null');
  if (within.study !== undefined) tests.push(`e.study_uid = ${b.bind(within.study)}`);
  if (within.series !== undefined) tests.push(`s.series_uid = ${b.bind(within.series)}`);
  if (query.exam !== undefined) tests.push(`e.id = ${b.bind(query.exam)}::uuid`);
  tests.push(...query.matches.map((match) => matchSql(match, level, b.bind)));
  return tests.join(' and ');
}
