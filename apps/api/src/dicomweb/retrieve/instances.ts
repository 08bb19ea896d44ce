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
  /** Another one when other instances are held, or other bytes. */
  readonly mark: string;
  /** Instances stored later are not part of it. */
  readonly lastId: string;
  /** The first of each exam and syntax, in the order they came: it leaves while the others are looked up. */
  readonly first: readonly StoredInstance[];
}

interface Row {
  id: string; exam_id: string; study_uid: string; series_uid: string; sop_uid: string; sop_class: string; syntax: string; sha256: string; file_bytes: string; location: string; data_at: number; state: string;
}

/** Of the whole Part 10 file: the length its location gives. */
const FILE_BYTES = `split_part(i.location, ':', 4)::bigint`;
/** With `e` the row that has the study, `x` the one that has the state. */
const columnsOf = (e: string, x: string): string => `i.id, i.exam_id, ${e}.study_uid, i.series_uid, i.sop_uid, i.sop_class, i.syntax, encode(i.sha256, 'hex') as sha256, ${FILE_BYTES} as file_bytes, i.location, i.data_at, ${x}.state`;
const COLUMNS = columnsOf('e', 'x');
const FROM = 'from instance i join exam e on e.id = i.exam_id join inbound x on x.id = i.exam_id';
/** Instances of one exam and syntax, with the first of them. */
interface Group extends Row {
  n: string; bytes: string; last: string; mark: string;
}

const PAGE = 500;
/** Of what comes behind the first image, while that leaves. */
const FIRST_PAGE = 40;
/** Told by the ids, of which each stands for the same bytes for ever, without sorting what may be thousands: as many of these as instances, one over the other. */
const MARK = `bit_xor(hashint8extended(i.id, 0))::text`;
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
    const groups = await this.acts.readOften<Group>(
      `with seen as materialized (select e.id, e.study_uid, x.state from exam e join inbound x on x.id = e.id where ${exams.join(' and ')}),
         held as materialized (
           select i.exam_id, i.syntax, count(*) as n, sum(${FILE_BYTES}) as bytes, min(i.id) as first, max(i.id) as last, ${MARK} as mark
           from seen join instance i on i.exam_id = seen.id where i.conflict_of is null${series} group by i.exam_id, i.syntax)
       select held.n, held.bytes, held.last, held.mark, ${columnsOf('seen', 'seen')}
       from held join seen on seen.id = held.exam_id join instance i on i.id = held.first order by held.first`, b.values);
    if (groups.length === 0) throw notFound(target.series ? 'series' : 'study');
    if (groups.every((one) => one.state === 'purged')) throw GONE();
    return {
      exams: [...new Set(groups.map((one) => one.exam_id))],
      bySyntax: [...new Set(groups.map((one) => one.syntax))].map((syntax) => groups.filter((one) => one.syntax === syntax)).map((those) => ({ transferSyntaxUid: those[0]!.syntax, instances: sumOf(those, 'n'), bytes: sumOf(those, 'bytes') })),
      mark: groups.map((one) => [one.exam_id, one.syntax, one.n, one.bytes, one.last, one.mark].join(' ')).join('\n'),
      lastId: groups.map((one) => BigInt(one.last)).reduce((most, one) => (one > most ? one : most)).toString(),
      first: groups.map(storedOf),
    };
  }

  /** The instances of a holding in the order they came: page by page, of which the next is fetched while one is used. No connection is held in between. */
  async *each(target: Target, caller: Caller, holding: Holding, syntaxes?: readonly string[]): AsyncGenerator<StoredInstance> {
    const [first] = holding.first.filter((one) => !syntaxes || syntaxes.includes(one.transferSyntaxUid));
    if (!first) return;
    yield first;
    const wanted = holding.bySyntax.filter((held) => !syntaxes || syntaxes.includes(held.transferSyntaxUid));
    let left = wanted.reduce((sum, held) => sum + held.instances, -1);
    const pageAfter = (id: string, most: number): Promise<Row[]> => this.pageAfter(id, most, target, caller, holding, syntaxes);
    for (let next = left > 0 ? pageAfter(first.id, FIRST_PAGE) : null; next; ) {
      const rows = await next;
      left -= rows.length;
      next = rows.length > 0 && left > 0 ? pageAfter(rows.at(-1)!.id, PAGE) : null;
      // whoever stops reading does not wait for it
      next?.catch(() => undefined);
      yield* rows.map(storedOf);
    }
  }

  private pageAfter(id: string, most: number, target: Target, caller: Caller, holding: Holding, syntaxes?: readonly string[]): Promise<Row[]> {
    const b = new Binder();
    const where = whereOf(target, caller, b);
    const only = syntaxes ? ` and i.syntax = any(${b.bind(syntaxes)})` : '';
    return this.acts.readOften<Row>(`select ${COLUMNS} ${FROM} where ${where}${only} and i.id > ${b.bind(id)} and i.id <= ${b.bind(holding.lastId)} order by i.id limit ${b.bind(most)}`, b.values);
  }
}

/** One instance as a holding of its own. */
export function holdingOf(one: StoredInstance): Holding {
  const bySyntax = [{ transferSyntaxUid: one.transferSyntaxUid, instances: 1, bytes: one.fileBytes }];
  return { exams: [one.examId], bySyntax, mark: one.sha256, lastId: one.id, first: [one] };
}

const sumOf = (groups: readonly Group[], what: 'n' | 'bytes'): number => groups.reduce((sum, one) => sum + Number(one[what]), 0);

function whereOf(target: Target, caller: Caller, b: Binder): string {
  const tests = [`e.study_uid = ${b.bind(target.study)}`, 'i.conflict_of is null', sightOf(caller, 'exam.view', b.bind)];
  if (target.series !== undefined) tests.push(`i.series_uid = ${b.bind(target.series)}`);
  if (target.instance !== undefined) tests.push(`i.sop_uid = ${b.bind(target.instance)}`);
  if (target.exam !== undefined) tests.push(`i.exam_id = ${b.bind(target.exam)}::uuid`);
  return tests.join(' and ');
}
