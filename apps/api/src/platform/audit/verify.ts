import { createHash } from 'node:crypto';
import type { AuditVerdict } from '@causeway/contracts';

/** A row as the database gives it with `at` already in the chain's text form. */
interface ChainRow {
  lane: string; seq: string; at: string; actor_kind: string; actor_id: string; actor_name: string; action: string; object_kind: string; object_id: string;
  from_state: string | null; to_state: string | null; outcome: string; reason: string | null; details: string; correlation: string | null; previous: Buffer; hash: Buffer;
}
export type ReadRows = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;

const BATCH = 10_000;

/** Length-prefixed fields, as the database function writes them: no value can pretend to be two. */
const chainText = (parts: readonly (string | null)[]): string =>
  parts.map((p) => (p === null ? '-' : `${Buffer.byteLength(p, 'utf8')}:${p}`)).join('|');

/** Faults named of one lane: whoever broke more than this is found all the same. */
const MOST_FAULTS = 10_000;

/**
 * Computes every hash again, outside the database, and names the rows that do not fit. After one of them the lane is followed on from what that row says of
 * itself. Others may write meanwhile: each lane is followed to the head as it was at first, and what lies behind is held against the head of the same moment.
 */
export async function verifyAudit(read: ReadRows): Promise<AuditVerdict> {
  const heads = await read<{ lane: string; seq: string; hash: Buffer }>('select lane, seq, hash from audit_head order by lane');
  const faults: { lane: string; seq: number; what: string }[] = [];
  let rows = 0;
  for (const head of heads) rows += await verifyLane(read, head, faults);
  const strays = await read<{ lane: string }>('select distinct lane from audit_entry where lane not in (select lane from audit_head)');
  faults.push(...strays.map((s) => ({ lane: s.lane, seq: 0, what: 'the lane has rows but no head' })));
  return { whole: faults.length === 0, rows, lanes: heads.length, faults, at: new Date().toISOString() };
}

async function verifyLane(read: ReadRows, head: { lane: string; seq: string; hash: Buffer }, faults: { lane: string; seq: number; what: string }[]): Promise<number> {
  let previous: Buffer = createHash('sha256').update(`causeway audit ${head.lane}`, 'utf8').digest();
  let seq = 0;
  for (;;) {
    const batch = await read<ChainRow>(
      `select lane, seq, audit_time(at) as at, actor_kind, actor_id, actor_name, action, object_kind, object_id, from_state, to_state, outcome, reason, details, correlation, previous, hash
       from audit_entry where lane = $1 and seq > $2 and seq <= $3 order by seq limit ${BATCH}`, [head.lane, seq, head.seq]);
    for (const row of batch) {
      seq++;
      const fault = faultOf(row, seq, previous);
      if (fault) {
        faults.push({ lane: head.lane, seq, what: fault });
        if (faults.length >= MOST_FAULTS) return seq;
        seq = Number(row.seq);
      }
      previous = row.hash;
    }
    if (batch.length < BATCH) break;
  }
  const [now] = await read<{ head: string; last: string | null }>('select seq as head, (select max(seq) from audit_entry e where e.lane = h.lane) as last from audit_head h where lane = $1', [head.lane]);
  if (seq !== Number(head.seq)) faults.push({ lane: head.lane, seq: seq + 1, what: `rows end at ${seq}, the head says ${head.seq}` });
  else if (Number(now?.last ?? 0) !== Number(now?.head)) faults.push({ lane: head.lane, seq: seq + 1, what: `rows end at ${now?.last ?? 0}, the head says ${now?.head ?? 'nothing'}` });
  else if (!previous.equals(head.hash)) faults.push({ lane: head.lane, seq, what: 'the head carries another hash than the last row' });
  return seq;
}

function faultOf(row: ChainRow, seq: number, previous: Buffer): string | null {
  if (Number(row.seq) !== seq) return `row ${seq} is missing`;
  if (!row.previous.equals(previous)) return 'does not follow from the row before';
  const text = chainText([
    row.previous.toString('hex'), row.lane, row.seq, row.at, row.actor_kind, row.actor_id, row.actor_name, row.action, row.object_kind, row.object_id,
    row.from_state, row.to_state, row.outcome, row.reason, row.details, row.correlation]);
  return createHash('sha256').update(text, 'utf8').digest().equals(row.hash) ? null : 'was changed after it was written';
}
