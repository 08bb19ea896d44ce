// The whole list of local patients: those known by name, and others drawn from the seed until there are enough.
import { between, pick, random, whole, type Random } from '../chance/random';
import { facilityOf } from '../places/facilities';
import { before, DAY, dicomDate, HOUR } from '../time';
import { knownPatients } from './known';
import { type PersonName } from './name';
import { type LocalPatient, type PatientFlag, type Visit } from './patient';
import { nativePeople, type Pool, pools, streets, towns } from './pools';

const PARTNERS = ['STMARY', 'LAKEVIEW', 'HARBOR', 'NORTHFLD', 'CHILDRN', 'VALLEY', 'HILLVIEW', 'LAKESIDE', 'EASTONC'] as const;
const WARDS = ['Medicine 2', 'Medicine 5', 'Surgery 1', 'Surgery 4', 'Stroke unit', 'Oncology 3', 'Orthopaedics 2'] as const;

function draw(rnd: Random): Pool {
  let at = rnd() * pools.reduce((sum, p) => sum + p.weight, 0);
  return pools.find((p) => (at -= p.weight) < 0) ?? pools[0]!;
}

/** `count` local patients in a fixed order; the known ones come first. */
export function localPatients(seed: number, now: Date, zone: string, count: number): readonly LocalPatient[] {
  const people: LocalPatient[] = [...knownPatients(now, zone)];
  const taken = new Set(people.map((p) => `${p.name.family}|${p.name.given}`));
  const rnd = random(seed, 'patients');
  const year = Number(dicomDate(now, zone).slice(0, 4));
  let tries = 0;
  for (let n = 0; people.length < count; n++) {
    const writing = n < nativePeople.length ? nativePeople[n]! : null;
    const pool = draw(rnd);
    const sex = writing?.sex ?? (rnd() < 0.52 ? 'F' : 'M');
    const name: PersonName = writing?.name ?? { family: pick(rnd, pool.families), given: pick(rnd, sex === 'F' ? pool.women : pool.men) };
    if (taken.has(`${name.family}|${name.given}`)) {
      if (++tries > 5000) throw new Error('The name pools are too small for that many patients.');
      continue;
    }
    taken.add(`${name.family}|${name.given}`);
    people.push(drawn(rnd, people.length, name, sex, year, now));
  }
  return people;
}

function drawn(rnd: Random, index: number, name: PersonName, sex: 'F' | 'M', year: number, now: Date): LocalPatient {
  const child = rnd() < 0.09;
  const age = child ? whole(rnd, 1, 16) : Math.round(between(rnd, 20, 92));
  const month = whole(rnd, 1, 12);
  const day = whole(rnd, 1, 28);
  const partner = rnd() < 0.72 ? pick(rnd, PARTNERS) : null;
  const [city, zip] = pick(rnd, towns);
  const mrn = String(40_000_000 + index * 6151 + whole(rnd, 0, 97));
  const flags: readonly PatientFlag[] = rnd() < 0.02 ? ['vip'] : rnd() < 0.02 ? ['employee'] : [];
  const place = rnd();
  const visit: Visit | null =
    place < 0.06
      ? {
          number: `88-2${String(index).padStart(4, '0')}`,
          class: 'emergency',
          location: `ED bay ${whole(rnd, 1, 18)}`,
          since: before(now, between(rnd, 0.2, 5) * HOUR),
        }
      : place < 0.16
        ? {
            number: `88-2${String(index).padStart(4, '0')}`,
            class: 'inpatient',
            location: pick(rnd, WARDS),
            since: before(now, between(rnd, 0.5, 9) * DAY),
          }
        : null;
  return {
    key: `patient-${index}`,
    mrn,
    name,
    otherNames: [],
    birthDate: rnd() < 0.015 ? null : `${year - age}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`,
    sex,
    address: { street: `${whole(rnd, 1, 240)} ${pick(rnd, streets)}`, city, state: 'NC', zip },
    phone: `+1 555 ${String(whole(rnd, 1000, 9899))}`,
    outsideIds: partner ? [{ facility: partner, value: facilityOf(partner).patientId(1000 + index * 7) }] : [],
    flags,
    visit,
    lastVisit: rnd() < 0.8 ? before(now, between(rnd, 10, 1400) * DAY) : null,
    lastMammogram: sex === 'F' && age > 45 && rnd() < 0.6 ? before(now, between(rnd, 60, 900) * DAY) : null,
    lookalikes: [],
  };
}
