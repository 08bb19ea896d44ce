// What the registration system has to tell of the world, in the order it happened: people, merges, visits that ended, visits that go on.
import { type LocalPatient, type Merge, type Visit, type World } from '../../world/index';
import { adt, mrg, pid, pv1, type Told, type Writer } from './segments';

/** One message still without its control id and time. */
export interface News {
  readonly key: string;
  write(controlId: string, at: Date): string;
}

const HOUR = 3_600_000;

const news = (key: string, event: string, segments: readonly string[], writer: Writer): News => ({ key, write: (id, at) => adt(event, id, at, writer, segments) });
const begins = (visit: Visit): 'A01' | 'A04' => (visit.class === 'inpatient' ? 'A01' : 'A04');

/** Who is registered, and where they are now: what matching needs. Visits that lie ahead are told when they begin. */
export function firstNews(world: World, writer: Writer): News[] {
  const known = new Map(world.patients.map((p) => [p.key, p]));
  return [
    ...world.merges.flatMap((merge) => subsumed(merge, known.get(merge.survivor), writer)),
    ...world.patients.flatMap((p) => [
      registered(p.key, p, writer),
      ...(p.visit && p.visit.since <= world.now ? [news(`visit ${p.key}`, begins(p.visit), [pid(p, writer), pv1(p.visit, writer)], writer)] : []),
    ]),
    ...world.merges.flatMap((merge) => merged(merge, known.get(merge.survivor), writer)),
  ];
}

/** Visits that are over: they say when somebody was last here. */
export function pastVisits(world: World, writer: Writer): News[] {
  return world.patients
    .filter((p) => p.lastVisit !== null && p.visit === null)
    .map((p, n) => {
      const since = p.lastVisit!;
      const visit: Visit = { number: `87-${String(10_000 + n)}`, class: 'ambulatory', location: 'Clinic', since };
      return news(`past ${p.key}`, 'A03', [pid(p, writer), pv1(visit, writer, new Date(since.getTime() + 2 * HOUR))], writer);
    });
}

export const registered = (key: string, patient: Told, writer: Writer): News => news(`person ${key}`, 'A28', [pid(patient, writer)], writer);

/** Somebody comes in, or is sent home: the small movements of a day. */
export function movement(patient: LocalPatient, number: string, location: string, comes: boolean, at: Date, writer: Writer): News {
  const visit: Visit = { number, class: 'ambulatory', location, since: at };
  return news(`move ${number} ${comes ? 'in' : 'out'}`, comes ? 'A04' : 'A03', [pid(patient, writer), pv1(visit, writer, comes ? null : at)], writer);
}

function subsumed(merge: Merge, survivor: LocalPatient | undefined, writer: Writer): News[] {
  if (!survivor) return [];
  const before: Told = { ...survivor, mrn: merge.subsumedMrn, name: merge.subsumedName, otherNames: [], outsideIds: [], flags: [] };
  return [registered(`before-merge ${merge.survivor}`, before, writer)];
}

function merged(merge: Merge, survivor: LocalPatient | undefined, writer: Writer): News[] {
  return survivor ? [news(`merge ${merge.survivor}`, 'A40', [pid(survivor, writer), mrg(merge.subsumedMrn, merge.subsumedName, writer)], writer)] : [];
}
