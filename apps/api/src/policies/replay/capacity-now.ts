import { capacityOf, shiftsOf, type Capacity } from '@causeway/domain';
import { plannedRotas } from '../../duty/rows';

export type Read = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;

/** Duties whose people read outside exams. */
const READING = ['subspecialty-pool', 'radiologist-on-call'];
const DAYS = 28;
const MINUTE_MS = 60_000;
/** Until a house says otherwise: a tenth of planned duty goes to outside exams, and a reader nobody plans has an hour a day. */
export const OUTSIDE_PERMILLE = 100;
export const USUAL_MINUTES = 60;

/** Minutes a day that readers have for outside exams, by subspecialty: from the rotations of the next four weeks where they plan any. */
export async function capacityNow(read: Read, now: Date): Promise<Capacity[]> {
  const people = await read<{ id: string; subspecialties: string[] }>(`select id, subspecialties from person where roles && array['rd', 'sl'] and disabled_at is null and cardinality(subspecialties) > 0 order by id`);
  const within = { from: now.getTime(), to: now.getTime() + DAYS * 1440 * MINUTE_MS };
  const planned = new Map<string, number>();
  for (const { row, rota } of await plannedRotas({ query: (sql, p) => read(sql, p) }, within, { pools: READING })) {
    if (row.work_kinds.length > 0 && !row.work_kinds.includes('overread')) continue;
    for (const { person, from, to } of shiftsOf(rota, within)) {
      if (person === null) continue;
      const minutes = (Math.min(to, within.to) - Math.max(from, within.from)) / MINUTE_MS;
      planned.set(person, (planned.get(person) ?? 0) + Math.max(0, minutes));
    }
  }
  return capacityOf(people.map((p) => ({ subspecialties: p.subspecialties, plannedMinutes: planned.get(p.id) ?? 0 })), DAYS, OUTSIDE_PERMILLE, USUAL_MINUTES);
}

/** The same with what somebody entered in its place. */
export async function capacityWith(read: Read, now: Date, entered: Readonly<Record<string, number>> = {}): Promise<Capacity[]> {
  const there = await capacityNow(read, now);
  const names = [...new Set([...there.map((c) => c.name), ...Object.keys(entered)])].sort();
  return names.map((name) => {
    const own = there.find((c) => c.name === name);
    const minutes = entered[name];
    return own && (minutes === undefined || minutes === own.minutes) ? own : { name, minutes: minutes ?? 0, from: 'entered' };
  });
}
