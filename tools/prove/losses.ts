// Transfers: the partner answers success and throws images away; each transfer says so with the right UIDs, and all heal when the partner keeps them.
import { parseArgs } from 'node:util';
import { chance, Tally } from './claims/tally';
import { TransferHouse } from './transfers/house';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, transfers: { type: 'string' }, images: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const TRANSFERS = Number(values.transfers ?? (values.short ? 24 : 300));
const IMAGES = Number(values.images ?? (values.short ? 6 : 20));
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const tally = new Tally();
const random = chance(Number(values.seed));
let figures: Record<string, unknown> = {};
// healing by itself begins ten seconds after the loss is found: slow enough for the losses to be looked at first
const house = await TransferHouse.open(random, 0.05);
try {
  const partner = await house.partner('LOSSY');
  const exams = await house.exams(TRANSFERS, IMAGES);
  const lost = new Map(exams.map((exam) => {
    const some = exam.sopUids.filter(() => random() < 0.2);
    return [exam.id, new Set(some.length > 0 ? some : [exam.sopUids[Math.floor(random() * IMAGES)]!])];
  }));
  for (const uids of lost.values()) for (const uid of uids) partner.archive.lose.add(uid);
  await house.transfers(exams, partner);
  await house.startWorkers(1);
  await house.until('all losses to be found', 1200, async () => (await house.count(`state in ('waiting', 'running', 'verifying')`)) === 0);
  const flagged = await house.count(`state = 'partial' and cause = 'missing-at-far-side'`);
  const rows = await house.site.sql<{ exam_id: string; missing: string[] | null }>(`select t.exam_id, array_agg(r.sop_uid) filter (where r.state = 'missing') as missing from transfer t join transfer_row r on r.transfer_id = t.id group by 1`);
  const wrong = rows.filter((r) => {
    const want = lost.get(r.exam_id)!;
    return want.size !== (r.missing ?? []).length || (r.missing ?? []).some((uid) => !want.has(uid));
  });
  say(`${flagged} of ${TRANSFERS} flagged, ${wrong.length} with wrong UIDs`);
  tally.must(flagged === TRANSFERS, () => `${flagged} of ${TRANSFERS} transfers that lost images are flagged.`);
  tally.must(wrong.length === 0, () => `${wrong.length} transfers name other images than those that were lost.`);
  const before = new Map(partner.archive.arrivals);
  partner.archive.lose.clear();
  // the clocks of healing ring now: what they do is the product's own
  await house.site.sql(`update job set due_at = clock_timestamp(), offered_at = null where kind = 'transfer.heal' and state = 'waiting'`);
  await house.site.sql('notify causeway_job');
  await house.until('all transfers to heal', 1200, async () => (await house.count(`state <> 'done'`)) === 0);
  const healed = await house.count(`state = 'done'`);
  const resent = [...partner.archive.arrivals].filter(([uid, times]) => before.has(uid) && times > before.get(uid)!).length;
  const there = exams.flatMap((e) => e.sopUids).filter((uid) => partner.archive.has(uid)).length;
  tally.must(healed === TRANSFERS, () => `${healed} of ${TRANSFERS} healed.`);
  tally.must(there === TRANSFERS * IMAGES, () => `${there} of ${TRANSFERS * IMAGES} images are there.`);
  tally.must(resent === 0, () => `${resent} images that were there already were sent again.`);
  figures = { transfers: TRANSFERS, images: TRANSFERS * IMAGES, lost: [...lost.values()].reduce((n, s) => n + s.size, 0), flagged, wrongUids: wrong.length, healed, sentAgainNeedlessly: resent, seconds: Math.round((performance.now() - since) / 1000) };
  await partner.archive.close();
} catch (error) {
  tally.fault(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await house.close();
}
for (const fault of tally.faults.slice(0, 20)) say(fault);
const pass = tally.faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'losses', pass, figures: { ...figures, faults: tally.faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
