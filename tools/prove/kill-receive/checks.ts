// Afterwards: is everything there that was acknowledged, is all work done that follows from it, and is nothing left over.
import { checkStore, type StoreCheck } from '../lib/orphans';
import { readStudy } from '../lib/read-back';
import { parsed, wait, type House } from '../lib/house';
import type { Senders } from './senders';

/** What the queue lost is offered again after 20 s, an emptied queue may have lost offers twice in a row. */
const WORK_MS = 180_000;

export interface WorkLeft {
  /** Exams whose page does not count every stored instance, that never settled, or that nobody looked for a patient for. */
  readonly exams: number;
  /** Jobs that are due and not done, and jobs that were given up. */
  readonly jobs: number;
}

async function workLeft(house: House): Promise<WorkLeft> {
  const [row] = await house.sql<{ exams: number; jobs: number }>(`
    select (select count(*)::int from exam e left join inbound i on i.id = e.id
            where i.id is null or i.settled_at is null or i.received <> (select count(*) from instance n where n.exam_id = e.id) or not exists (select 1 from match m where m.exam_id = e.id)) as exams,
           (select count(*)::int from job where state in ('dead', 'active') or (state = 'waiting' and due_at <= clock_timestamp())) as jobs`);
  return row!;
}

/** Waits until the worker has nothing left to do; what remains then was lost. */
export async function untilWorkDone(house: House): Promise<WorkLeft> {
  for (const deadline = Date.now() + WORK_MS; ; await wait(250)) {
    const left = await workLeft(house);
    if (left.exams + left.jobs === 0 || Date.now() > deadline) return left;
  }
}

export interface Missing {
  /** Acknowledged objects that cannot be read back with the same data set. */
  readonly missing: number;
  /** Rows the ledger holds beyond, or short of, one for each acknowledged object. */
  readonly ledgerDiffers: number;
}

export async function missingObjects(house: House, { acknowledged }: Senders): Promise<Missing> {
  const studies = new Map<string, string[]>();
  for (const { study, sha256 } of acknowledged.values()) studies.set(study, [...(studies.get(study) ?? []), sha256]);
  let missing = 0;
  for (const [study, sent] of studies) {
    const got = await readStudy(house.product.port, house.token, study).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`);
      return new Set<string>();
    });
    missing += sent.filter((sha256) => !got.has(sha256)).length;
  }
  const rows = await house.sql<{ sop_uid: string }>('select sop_uid from instance');
  const extra = rows.filter((row) => !acknowledged.has(row.sop_uid)).length;
  return { missing, ledgerDiffers: extra + Math.abs(rows.length - extra - acknowledged.size) };
}

export interface Leftovers {
  readonly before: StoreCheck;
  readonly after: StoreCheck;
  readonly swept: unknown;
}

/** The operator's sweep, at once instead of a quarter of an hour later, and what is in the store before and after it. */
export async function leftovers(house: House): Promise<Leftovers> {
  const look = async (): Promise<StoreCheck> =>
    checkStore(house.product.dataDir, (await house.sql<{ location: string }>('select location from instance union all select location from quarantined_object')).map((row) => row.location));
  const before = await look();
  await wait(1100);
  const { output } = await house.command(['sweep'], { CAUSEWAY_SWEEP_AFTER_SECONDS: '1' });
  return { before, after: await look(), swept: parsed(output) };
}
