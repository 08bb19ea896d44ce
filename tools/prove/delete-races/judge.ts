// Looks at the database and at the disk after the races: what was promised to somebody must be there, and what was deleted must be gone.
import type { RecordsHouse, StoredBytes } from '../retention/house';
import type { Kind, Outcome } from './rivals';

export interface Judgement {
  readonly underHold: number;
  readonly missingForMovement: number;
  readonly missingForSend: number;
  readonly underClaim: number;
  readonly torn: number;
  readonly stillThere: number;
  readonly unexplained: number;
  readonly byKind: Readonly<Record<string, { purged: number; kept: number; rivalWon: number }>>;
}

interface Row {
  exam: string; purged_at: Date | null; stone_at: Date | null; blocking: number; released_at: Date | null; live: number; sends: number; leases: number; purge: string; cause: string | null; images: number;
}

/** Every rival that was told "done" is compared with what became of its exam. */
export async function judge(house: RecordsHouse, outcomes: readonly Outcome[], bytes: ReadonlyMap<string, StoredBytes>, fault: (sentence: string) => void): Promise<Judgement> {
  const rows = await house.sql<Row>(
    `select e.id as exam, e.purged_at, t.at as stone_at, p.state as purge, p.cause, (select count(*)::int from instance i where i.exam_id = e.id) as images,
       (select count(*)::int from hold h where h.state in ('requested', 'active', 'release-asked') and (exists (select 1 from hold_exam he where he.hold_id = h.id and he.exam_id = e.id)
          or h.patient_id in (select m.patient_id from match m where m.exam_id = e.id))) as blocking,
       (select max(h.released_at) from hold h join hold_exam he on he.hold_id = h.id where he.exam_id = e.id) as released_at,
       (select count(*)::int from transfer x where x.exam_id = e.id and x.state not in ('done', 'cancelled', 'expired')) as live,
       (select count(*)::int from send_item si join send s on s.id = si.send_id where si.exam_id = e.id and s.state in ('draft', 'pre-flight', 'awaiting-approval', 'scheduled', 'sending')) as sends,
       (select count(*)::int from lease l where l.item_id = e.id and l.state = 'held') as leases
     from exam e join purge p on p.exam_id = e.id left join tombstone t on t.exam_id = e.id where e.id = any($1::uuid[])`, [outcomes.map((o) => o.racer.exam)]);
  const of = new Map(rows.map((r) => [r.exam, r]));
  const found = { underHold: 0, missingForMovement: 0, missingForSend: 0, underClaim: 0, torn: 0, stillThere: 0, unexplained: 0 };
  const byKind: Record<string, { purged: number; kept: number; rivalWon: number }> = {};
  const say = (what: keyof typeof found, o: Outcome, sentence: string): void => { found[what]++; fault(`${o.racer.kind}: ${sentence}`); };
  for (const o of outcomes) {
    const r = of.get(o.racer.exam);
    if (!r) { say('unexplained', o, 'a race without a purge'); continue; }
    const kind = (byKind[o.racer.kind as Kind] ??= { purged: 0, kept: 0, rivalWon: 0 });
    const purged = r.stone_at !== null;
    kind[purged ? 'purged' : 'kept']++;
    if (o.won) kind.rivalWon++;
    if (purged && r.blocking > 0) say('underHold', o, 'an exam under a hold was deleted.');
    if (purged && o.racer.kind === 'release' && (r.released_at === null || r.released_at > r.stone_at!)) say('underHold', o, 'an exam was deleted before its hold was released.');
    if (purged && r.live > 0) say('missingForMovement', o, 'a movement is live, and its images are deleted.');
    if (purged && r.sends > 0) say('missingForSend', o, 'a send is open, and its images are deleted.');
    if (purged && r.leases > 0) say('underClaim', o, 'somebody holds an exam that is deleted.');
    if (o.status >= 500 || o.status === 0) say('unexplained', o, `the rival was answered ${o.status}.`);
    if (purged && o.won && o.racer.kind !== 'release') say('unexplained', o, 'the rival was told it is done, and the exam is deleted.');
    if (!purged && r.purge !== 'refused') say('unexplained', o, `the purge stands at ${r.purge}.`);
    const at = bytes.get(o.racer.exam);
    const disk = at ? house.bytesOf(at) : 'whole';
    if (!purged && (disk !== 'whole' || r.images !== 1)) say('torn', o, 'an exam that was kept lost bytes.');
    if (purged && disk !== 'gone') say('stillThere', o, 'bytes of a purged exam are still on the disk.');
  }
  return { ...found, byKind };
}
