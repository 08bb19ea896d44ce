// People the screens and journeys know by name, and those who are easily mistaken for one another. Birth dates are fixed days.
import { before, DAY, dicomDate, HOUR, MINUTE } from '../time';
import { type PersonName } from './name';
import { type LocalPatient, type Merge, type PatientFlag, type Sex, type Visit } from './patient';

const ja = (family: string, given: string, soundFamily: string, soundGiven: string): PersonName['native'] => ({
  family,
  given,
  lang: 'ja',
  sound: { family: soundFamily, given: soundGiven },
});

interface Extra {
  readonly otherNames?: readonly PersonName[];
  readonly ids?: Readonly<Record<string, string>>;
  readonly flags?: readonly PatientFlag[];
  readonly visit?: Visit;
  readonly street?: string;
  readonly town?: readonly [string, string];
  readonly phone?: string;
  readonly lastVisit?: Date;
  readonly lastMammogram?: Date;
  readonly like?: LocalPatient['lookalikes'];
}

function person(key: string, mrn: string, name: PersonName, sex: Sex, birthDate: string | null, extra: Extra = {}): LocalPatient {
  const [city, zip] = extra.town ?? ['Westbrook', '28999'];
  return {
    key,
    mrn,
    name,
    sex,
    birthDate,
    otherNames: extra.otherNames ?? [],
    address: { street: extra.street ?? `${10 + (Number(mrn.slice(-3)) % 180)} Linden Avenue`, city, state: 'NC', zip },
    phone: extra.phone ?? `+1 555 ${mrn.slice(-4)}`,
    outsideIds: Object.entries(extra.ids ?? {}).map(([facility, value]) => ({ facility, value })),
    flags: extra.flags ?? [],
    visit: extra.visit ?? null,
    lastVisit: extra.lastVisit ?? null,
    lastMammogram: extra.lastMammogram ?? null,
    lookalikes: extra.like ?? [],
  };
}

export function knownPatients(now: Date, zone: string): readonly LocalPatient[] {
  const newborn = dicomDate(before(now, 20 * DAY), zone);
  const visit = (number: string, kind: Visit['class'], location: string, ms: number): Visit => ({
    number,
    class: kind,
    location,
    since: before(now, ms),
  });
  const lakeview = ['Lakeview', '28655'] as const;
  return [
    person('adeyemi', '40039127', { family: 'Adeyemi', given: 'Folasade' }, 'F', '19610312', {
      ids: { STMARY: '00417733' },
      visit: visit('88-20417', 'emergency', 'ED bay 4', 26 * MINUTE),
      lastVisit: before(now, 900 * DAY),
    }),
    person('ruiz-iker', '51180346', { family: 'Ruiz Calderón', given: 'Iker', middle: 'Andoni' }, 'M', '19980830', {
      ids: { LAKEVIEW: '2210-88' },
      visit: visit('88-20431', 'emergency', 'Trauma bay 2', 28 * MINUTE),
      street: '12 Alder Row',
      town: lakeview,
      phone: '+1 555 0177',
      lastVisit: before(now, 640 * DAY),
      like: [{ key: 'ruiz-unai', why: 'twin' }],
    }),
    person('ruiz-unai', '51180347', { family: 'Ruiz Calderón', given: 'Unai' }, 'M', '19980830', {
      street: '12 Alder Row',
      town: lakeview,
      phone: '+1 555 0178',
      like: [{ key: 'ruiz-iker', why: 'twin' }],
    }),
    person('tanaka', '40771204', { family: 'Tanaka', given: 'Haruto', native: ja('田中', '陽翔', 'たなか', 'はると') }, 'M', '19570204', {
      ids: { HARBOR: '77120' },
      visit: visit('88-20440', 'emergency', 'ED bay 7', 9 * MINUTE),
    }),
    person('ozturk', '40553017', { family: 'Öztürk', given: 'Çağla' }, 'F', '19841119', { ids: {}, lastVisit: before(now, 300 * DAY) }),
    person(
      'abdulrahman',
      '40901182',
      { family: 'Abdulrahman', given: 'Layla', native: { family: 'عبد الرحمن', given: 'ليلى', lang: 'ar' } },
      'F',
      '20150707',
      { ids: { CHILDRN: '90118' }, visit: visit('88-20398', 'ambulatory', 'Paediatric orthopaedics', -4 * DAY) },
    ),
    person('nguyen', '40612044', { family: 'Nguyễn', given: 'Thị Minh Khai' }, 'F', '19490522', {
      ids: { STMARY: '61-2044' },
      lastMammogram: before(now, 800 * DAY),
    }),
    person(
      'stavrou',
      '40447101',
      { family: 'Stavrou', given: 'Eleni', native: { family: 'Σταύρου', given: 'Ελένη', lang: 'el' } },
      'F',
      '19720115',
      { ids: { VALLEY: 'A-4471' }, lastMammogram: before(now, 430 * DAY) },
    ),
    person('kowalczyk', '40112090', { family: 'Kowalczyk', given: 'Bożena' }, 'F', '19661003', {
      ids: { LAKEVIEW: '1120' },
      lastVisit: before(now, 46 * DAY),
    }),
    person('barak', '40331806', { family: 'Barak', given: 'Noam', native: { family: 'ברק', given: 'נעם', lang: 'he' } }, 'M', '19791211', {
      ids: { NORTHFLD: '3318' },
    }),
    person(
      'sharma',
      '40880125',
      { family: 'Sharma', given: 'Anil', native: { family: 'शर्मा', given: 'अनिल', lang: 'hi' } },
      'M',
      '19550909',
      { ids: { VALLEY: '880-12' } },
    ),
    person('villanueva', '40398120', { family: 'Villanueva-Ortega', given: 'María del Carmen' }, 'F', '19430430', {
      ids: { STMARY: '00398120' },
      visit: visit('88-20377', 'inpatient', 'Cardiac care 3', 2 * DAY),
    }),
    person('obriain', '40441908', { family: 'O’Brien', given: 'Siobhan' }, 'F', '19880621', {
      otherNames: [{ family: 'Ó Briain', given: 'Siobhán' }],
    }),
    person('bianchi', '40773401', { family: 'Bianchi', given: 'Lorenzo' }, 'M', '19710702', {
      ids: { LAKEVIEW: '7734-02' },
      visit: visit('88-20436', 'emergency', 'En route, trauma', 21 * MINUTE),
    }),
    person('smith-senior', '40118801', { family: 'Smith', given: 'John', middle: 'Edward', suffix: 'Sr' }, 'M', '19480214', {
      street: '7 Mill Race',
      ids: { STMARY: '00402211' },
      like: [{ key: 'smith-junior', why: 'jr-sr' }],
    }),
    person('smith-junior', '40118802', { family: 'Smith', given: 'John', middle: 'Edward', suffix: 'Jr' }, 'M', '19750809', {
      street: '7 Mill Race',
      phone: '+1 555 8801',
      like: [{ key: 'smith-senior', why: 'jr-sr' }],
    }),
    person('martinez-a', '40220551', { family: 'Martínez', given: 'María' }, 'F', '19850505', {
      ids: { STMARY: '00433310' },
      like: [{ key: 'martinez-b', why: 'same-name-same-day' }],
    }),
    person('martinez-b', '40220977', { family: 'Martinez', given: 'Maria', middle: 'Luisa' }, 'F', '19850505', {
      town: ['Harbor Point', '28577'],
      like: [{ key: 'martinez-a', why: 'same-name-same-day' }],
    }),
    person('twin-amara', '40301121', { family: 'Okafor', given: 'Amara' }, 'F', '20110616', {
      street: '31 Quarry Hill',
      like: [{ key: 'twin-adaeze', why: 'twin' }],
    }),
    person('twin-adaeze', '40301122', { family: 'Okafor', given: 'Adaeze' }, 'F', '20110616', {
      street: '31 Quarry Hill',
      ids: { CHILDRN: '90177' },
      like: [{ key: 'twin-amara', why: 'twin' }],
    }),
    person('bergstrom-a', '40520016', { family: 'Bergström', given: 'Girl A' }, 'F', newborn, {
      street: '4 Foundry Street',
      like: [{ key: 'bergstrom-b', why: 'twin' }],
      visit: visit('88-20120', 'inpatient', 'Neonatal unit', 20 * DAY),
    }),
    person('bergstrom-b', '40520017', { family: 'Bergström', given: 'Girl B' }, 'F', newborn, {
      street: '4 Foundry Street',
      like: [{ key: 'bergstrom-a', why: 'twin' }],
      visit: visit('88-20121', 'inpatient', 'Neonatal unit', 20 * DAY),
    }),
    person('klein', '40660713', { family: 'Hoffmann', given: 'Greta' }, 'F', '19780326', {
      otherNames: [{ family: 'Klein', given: 'Greta' }],
      ids: { VALLEY: 'A-4588' },
    }),
    person('harbor-old', '40774101', { family: 'Prescott', given: 'Walter' }, 'M', '19330118', {
      ids: { HARBOR: '77410' },
      flags: ['deceased'],
      lastVisit: before(now, 1500 * DAY),
      like: [{ key: 'harbor-new', why: 'recycled-identifier' }],
    }),
    person('harbor-new', '40774102', { family: 'Prescott', given: 'Lena' }, 'F', '19960922', {
      like: [{ key: 'harbor-old', why: 'recycled-identifier' }],
    }),
    person('trauma-kilo', '40999009', { family: 'Trauma', given: 'Kilo Nine' }, 'M', null, {
      flags: ['trauma-alias'],
      visit: visit('88-20438', 'emergency', 'Trauma bay 1', 17 * MINUTE),
      phone: '',
    }),
    person('trauma-lima', '40999010', { family: 'Trauma', given: 'Lima Four' }, 'F', null, {
      flags: ['trauma-alias'],
      visit: visit('88-20402', 'inpatient', 'Surgical ICU 6', 14 * HOUR),
      phone: '',
    }),
    person('no-birth-date', '40550550', { family: 'Ramírez', given: 'Esteban' }, 'M', null, { ids: { LAKEVIEW: '2291-07' } }),
    person('donor', '40800001', { family: 'Hartwell', given: 'Dale' }, 'M', '19840711', {
      flags: ['donor', 'restricted'],
      visit: visit('88-20301', 'inpatient', 'Surgical ICU 2', 3 * DAY),
    }),
    person('recipient', '40800002', { family: 'Rowan', given: 'Celeste' }, 'F', '19700403', {
      flags: ['recipient', 'restricted'],
      visit: visit('88-20355', 'inpatient', 'Transplant 4', DAY),
    }),
    person('restricted', '40700700', { family: 'Vandermeer', given: 'Claudia' }, 'F', '19681215', { flags: ['vip', 'restricted'] }),
    person('part2', '40700701', { family: 'Dunleavy', given: 'Cormac' }, 'M', '19810930', { flags: ['part2'], ids: { VALLEY: '811-31' } }),
    person('employee', '40700702', { family: 'Beaumont', given: 'Clarice' }, 'F', '19900102', { flags: ['employee'] }),
  ];
}

export const knownMerges = (now: Date): readonly Merge[] => [
  { survivor: 'ozturk', subsumedMrn: '40553999', subsumedName: { family: 'Ozturk', given: 'Cagla' }, at: before(now, 12 * DAY) },
  { survivor: 'klein', subsumedMrn: '40660999', subsumedName: { family: 'Klein', given: 'Greta' }, at: before(now, 3 * HOUR) },
];
