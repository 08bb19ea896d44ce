import { transferSyntax } from '@causeway/dicom';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { Binder } from '../../platform/http/row-sql';
import { inSight, sightOf } from '../sight';
import { COLUMNS, FROM, heldSql, oneSql, pageSql, whereOf, type HeldGroup, type HeldRow, type InstanceRow, type Page } from './held';
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

const PAGE = 500;
/** Of what comes behind the first image, while that leaves. */
const FIRST_PAGE = 40;
const GONE = () => new Refusal(410, 'purged', 'This exam was purged. Its record is kept, its images are not.');

const storedOf = (row: InstanceRow): StoredInstance => ({
  id: row.id, examId: row.exam_id, studyUid: row.study_uid, seriesUid: row.series_uid, sopUid: row.sop_uid, sopClassUid: row.sop_class, transferSyntaxUid: transferSyntax(row.syntax).uid,
  sha256: row.sha256, fileBytes: Number(row.file_bytes), location: row.location, dataAt: row.data_at,
});

/** Finds stored objects for those who may open them; what they may not is as if it was not there. Of two objects with one UID, the first. */
export class Instances {
  constructor(private readonly acts: Acts) {}

  async one(target: Target, caller: Caller): Promise<StoredInstance> {
    const b = new Binder();
    return theOne(await this.acts.readOften<HeldRow>(oneSql(target, b.bind, sightOf(caller, 'exam.view', b.bind)), b.values));
  }

  /** Attributes kept of an instance when it came. */
  async headOf(one: StoredInstance): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await this.acts.read<{ head: Record<string, unknown> }>('select head from instance where id = $1', [one.id]);
    return row?.head ?? {};
  }

  /** An instance by the exam it is in. */
  async ofExam(examId: string, sopUid: string, caller: Caller): Promise<StoredInstance> {
    const b = new Binder();
    const [row] = await this.acts.readOften<InstanceRow & Pick<HeldRow, 'state'>>(
      `select ${COLUMNS}, x.state ${FROM} where i.exam_id = ${b.bind(examId)} and i.sop_uid = ${b.bind(sopUid)} and i.conflict_of is null and ${sightOf(caller, 'exam.view', b.bind)}`, b.values);
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
    const [row] = await this.acts.read<InstanceRow & Pick<HeldRow, 'state'>>(
      `select * from (
         select ${COLUMNS}, x.state, count(*) over series as images, row_number() over (series order by nullif(i.head->>'instanceNumber', '') ~ '^\\d{1,9}$' desc nulls last, length(i.head->>'instanceNumber'), i.head->>'instanceNumber', i.id) as place
         ${FROM} where ${whereOf(target, b.bind, sightOf(caller, 'exam.view', b.bind))} and coalesce(i.head->>'rows', '0') <> '0' window series as (partition by i.exam_id, i.series_uid)) image
       where place = (images + 1) / 2 order by images desc, id::bigint limit 1`, b.values);
    if (!row) throw notFound('image');
    if (row.state === 'purged') throw GONE();
    return storedOf(row);
  }

  /** Throws a 404 when there is nothing this person may open. `beside` are the rows of `heldByAll` for this target, where they were asked for already. */
  async holding(target: Target, caller: Caller, beside?: readonly object[]): Promise<Holding> {
    const rows = beside ? (beside as HeldRow[]).filter((row) => inSight(caller, 'exam.view', row)) : await this.held(target, caller);
    return target.instance === undefined ? holdingOfGroups(rows as HeldGroup[], target) : holdingOf(theOne(rows));
  }

  private held(target: Target, caller: Caller): Promise<HeldRow[]> {
    const b = new Binder();
    return this.acts.readOften<HeldRow>(heldSql(target, b.bind, sightOf(caller, 'exam.view', b.bind)), b.values);
  }

  /** The instances of a holding in the order they came: page by page, of which the next is fetched while one is used. No connection is held in between. */
  async *each(target: Target, caller: Caller, holding: Holding, syntaxes?: readonly string[]): AsyncGenerator<StoredInstance> {
    const [first] = holding.first.filter((one) => !syntaxes || syntaxes.includes(one.transferSyntaxUid));
    if (!first) return;
    yield first;
    const wanted = holding.bySyntax.filter((held) => !syntaxes || syntaxes.includes(held.transferSyntaxUid));
    let left = wanted.reduce((sum, held) => sum + held.instances, -1);
    const pageAfter = (after: string, most: number): Promise<InstanceRow[]> => this.page(target, caller, { after, last: holding.lastId, most, syntaxes });
    for (let next = left > 0 ? pageAfter(first.id, FIRST_PAGE) : null; next; ) {
      const rows = await next;
      left -= rows.length;
      next = rows.length > 0 && left > 0 ? pageAfter(rows.at(-1)!.id, PAGE) : null;
      // whoever stops reading does not wait for it
      next?.catch(() => undefined);
      yield* rows.map(storedOf);
    }
  }

  private page(target: Target, caller: Caller, page: Page): Promise<InstanceRow[]> {
    const b = new Binder();
    return this.acts.readOften<InstanceRow>(pageSql(target, page, b.bind, sightOf(caller, 'exam.view', b.bind)), b.values);
  }
}

/** One instance as a holding of its own. */
export function holdingOf(one: StoredInstance): Holding {
  const bySyntax = [{ transferSyntaxUid: one.transferSyntaxUid, instances: 1, bytes: one.fileBytes }];
  return { exams: [one.examId], bySyntax, mark: one.sha256, lastId: one.id, first: [one] };
}

function theOne([row]: readonly HeldRow[]): StoredInstance {
  if (!row) throw notFound('instance');
  if (row.state === 'purged') throw GONE();
  return storedOf(row);
}

function holdingOfGroups(groups: readonly HeldGroup[], target: Target): Holding {
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

const sumOf = (groups: readonly HeldGroup[], what: 'n' | 'bytes'): number => groups.reduce((sum, one) => sum + Number(one[what]), 0);
