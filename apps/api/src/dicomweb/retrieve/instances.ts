import { createHash } from 'node:crypto';
import { transferSyntax } from '@causeway/dicom';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { Binder } from '../../platform/http/row-sql';
import { sightOf } from '../sight';
import type { Target } from './target';

/** One stored object, as its row names it. */
export interface StoredInstance {
  readonly id: string;
  readonly examId: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** Of the data set as received. */
  readonly sha256: string;
  /** Bytes of the whole Part 10 file. */
  readonly fileBytes: number;
  readonly location: string;
  /** First byte of the data set in the file. */
  readonly dataAt: number;
}

/** What a target holds that this person may open. */
export interface Holding {
  readonly exams: readonly string[];
  readonly bySyntax: readonly { readonly transferSyntaxUid: string; readonly instances: number; readonly bytes: number }[];
  /** Digest over the digests of all instances. */
  readonly sha256: string;
  /** Instances stored later are not part of it. */
  readonly lastId: string;
  /** The first of them, in the order they came. */
  readonly first: readonly StoredInstance[];
  /** Whether there are others behind those. */
  readonly more: boolean;
}

interface Row {
  id: string; exam_id: string; study_uid: string; series_uid: string; sop_uid: string; sop_class: string; syntax: string; sha256: string; file_bytes: string; location: string; data_at: number; state: string;
}

/** Of the whole Part 10 file: the length its location gives. */
const FILE_BYTES = `split_part(i.location, ':', 4)::bigint`;
const COLUMNS = `i.id, i.exam_id, e.study_uid, i.series_uid, i.sop_uid, i.sop_class, i.syntax, encode(i.sha256, 'hex') as sha256, ${FILE_BYTES} as file_bytes, i.location, i.data_at, x.state`;
const FROM = 'from instance i join exam e on e.id = i.exam_id join inbound x on x.id = i.exam_id';
const PAGE = 500;
/** So many come with the holding itself: the first image leaves at once. */
const FIRST = 8;
const GONE = () => new Refusal(410, 'purged', 'This exam was purged. Its record is kept, its images are not.');

const storedOf = (row: Row): StoredInstance => ({
  id: String(row.id), examId: row.exam_id, studyUid: row.study_uid, seriesUid: row.series_uid, sopUid: row.sop_uid, sopClassUid: row.sop_class, transferSyntaxUid: transferSyntax(row.syntax).uid,
  sha256: row.sha256, fileBytes: Number(row.file_bytes), location: row.location, dataAt: row.data_at,
});

/** Finds stored objects for those who may open them; what they may not is as if it was not there. Of two objects with one UID, the first. */
export class Instances {
  constructor(private readonly acts: Acts) {}

  async one(target: Target, caller: Caller): Promise<StoredInstance> {
    const b = new Binder();
    const [row] = await this.acts.readOften<Row>(`select ${COLUMNS} ${FROM} where ${whereOf(target, caller, b)} limit 1`, b.values);
    if (!row) throw notFound('instance');
    if (row.state === 'purged') throw GONE();
    return storedOf(row);
  }

  /** Attributes kept of an instance when it came. */
  async headOf(one: StoredInstance): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await this.acts.read<{ head: Record<string, unknown> }>('select head from instance where id = $1', [one.id]);
    return row?.head ?? {};
  }

  /** An instance by the exam it is in. */
  async ofExam(examId: string, sopUid: string, caller: Caller): Promise<StoredInstance> {
    const b = new Binder();
    const [row] = await this.acts.readOften<Row>(
      `select ${COLUMNS} ${FROM} where i.exam_id = ${b.bind(examId)} and i.sop_uid = ${b.bind(sopUid)} and i.conflict_of is null and ${sightOf(caller, 'exam.view', b.bind)}`, b.values);
    if (!row) throw notFound('instance');
    if (row.state === 'purged') throw GONE();
    return storedOf(row);
  }

  /** Throws a 404 when this person may not open the images of an exam, or there is no such exam. */
  async mayOpen(examId: string, caller: Caller): Promise<void> {
    const b = new Binder();
    const rows = await this.acts.read(`select 1 as seen from inbound x where x.id = ${b.bind(examId)} and ${sightOf(caller, 'exam.view', b.bind)}`, b.values);
    if (rows.length === 0) throw notFound('exam');
  }

  /** The image in the middle of a series, or of the largest series of a study: what stands for it. Throws a 404 when there is none. */
  async middleImage(target: Target, caller: Caller): Promise<StoredInstance> {
    const b = new Binder();
    const [row] = await this.acts.read<Row>(
      `select * from (
         select ${COLUMNS}, count(*) over series as images, row_number() over (series order by nullif(i.head->>'instanceNumber', '') ~ '^\\d{1,9}$' desc nulls last, length(i.head->>'instanceNumber'), i.head->>'instanceNumber', i.id) as place
         ${FROM} where ${whereOf(target, caller, b)} and coalesce(i.head->>'rows', '0') <> '0' window series as (partition by i.exam_id, i.series_uid)) image
       where place = (images + 1) / 2 order by images desc, id limit 1`, b.values);
    if (!row) throw notFound('image');
    if (row.state === 'purged') throw GONE();
    return storedOf(row);
  }

  /** Throws a 404 when there is nothing this person may open. */
  async holding(target: Target, caller: Caller): Promise<Holding> {
    if (target.instance !== undefined) return holdingOf(await this.one(target, caller));
    const b = new Binder();
    const exams = [`e.study_uid = ${b.bind(target.study)}`, sightOf(caller, 'exam.view', b.bind), ...(target.exam === undefined ? [] : [`e.id = ${b.bind(target.exam)}::uuid`])];
    const series = target.series === undefined ? '' : ` and i.series_uid = ${b.bind(target.series)}`;
    // who may see an exam is asked once for the exam, not for each of its images
    const [sum] = await this.acts.readOften<{ exams: string[] | null; purged: boolean | null; sha256: string | null; last: string | null; n: string; syntaxes: Holding['bySyntax'] | null; first: Row[] | null }>(
      `with seen as materialized (select e.id, x.state from exam e join inbound x on x.id = e.id where ${exams.join(' and ')}),
         held as materialized (select i.id, i.exam_id, i.sha256, i.syntax, ${FILE_BYTES} as bytes, seen.state from seen join instance i on i.exam_id = seen.id where i.conflict_of is null${series})
       select array_agg(distinct exam_id) as exams, bool_and(state = 'purged') as purged, encode(sha256(string_agg(sha256, ''::bytea order by id)), 'hex') as sha256, max(id) as last, count(*) as n,
         (select json_agg(one order by one.id) from (select ${COLUMNS} ${FROM} where i.id = any(array(select id from held order by id limit ${FIRST}))) one) as first,
         (select jsonb_agg(jsonb_build_object('transferSyntaxUid', s.syntax, 'instances', s.n, 'bytes', s.bytes)) from (select syntax, count(*) as n, sum(bytes) as bytes from held group by syntax) s) as syntaxes
       from held`, b.values);
    if (!sum?.exams || !sum.sha256 || !sum.last) throw notFound(target.series ? 'series' : 'study');
    if (sum.purged) throw GONE();
    return { exams: sum.exams, bySyntax: sum.syntaxes ?? [], sha256: sum.sha256, lastId: sum.last, first: (sum.first ?? []).map(storedOf), more: Number(sum.n) > FIRST };
  }

  /** The instances of a holding, page by page, in the order they came. No connection is held in between. */
  async *each(target: Target, caller: Caller, holding: Holding, syntaxes?: readonly string[]): AsyncGenerator<StoredInstance> {
    yield* holding.first.filter((one) => !syntaxes || syntaxes.includes(one.transferSyntaxUid));
    if (!holding.more) return;
    for (let after = holding.first.at(-1)!.id; ; ) {
      const b = new Binder();
      const where = whereOf(target, caller, b);
      const only = syntaxes ? ` and i.syntax = any(${b.bind(syntaxes)})` : '';
      const rows = await this.acts.read<Row>(
        `select ${COLUMNS} ${FROM} where ${where}${only} and i.id > ${b.bind(after)} and i.id <= ${b.bind(holding.lastId)} order by i.id limit ${PAGE}`, b.values);
      yield* rows.map(storedOf);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.id;
    }
  }
}

/** One instance as a holding of its own. */
export function holdingOf(one: StoredInstance): Holding {
  const bySyntax = [{ transferSyntaxUid: one.transferSyntaxUid, instances: 1, bytes: one.fileBytes }];
  return { exams: [one.examId], bySyntax, sha256: createHash('sha256').update(Buffer.from(one.sha256, 'hex')).digest('hex'), lastId: one.id, first: [one], more: false };
}

function whereOf(target: Target, caller: Caller, b: Binder): string {
  const tests = [`e.study_uid = ${b.bind(target.study)}`, 'i.conflict_of is null', sightOf(caller, 'exam.view', b.bind)];
  if (target.series !== undefined) tests.push(`i.series_uid = ${b.bind(target.series)}`);
  if (target.instance !== undefined) tests.push(`i.sop_uid = ${b.bind(target.instance)}`);
  if (target.exam !== undefined) tests.push(`i.exam_id = ${b.bind(target.exam)}::uuid`);
  return tests.join(' and ');
}
