// All exams of the world: those of partners, those of our own archive, and ours that come back.
import { random } from '../chance/random';
import { type LocalPatient } from '../people/patient';
import { DAY, dicomDate, HOUR } from '../time';
import { type StudyKind } from './catalogue';
import { drawnOrders } from './drawn';
import { type DemoExam } from './exam';
import { heroOrders } from './heroes';
import { lookalikeOrders } from './lookalikes';
import { makeExam, type Order, type Basis } from './make';
import { parcelOrders } from './parcels';

const OURS: readonly StudyKind[] = [
  'head-normal',
  'film-clear',
  'chest-low-dose',
  'brain-normal',
  'lumbar-normal',
  'knee-normal',
  'abdomen-stone',
  'breast-normal',
  'wrist-normal',
];

/** Exams made at the host: priors to compare with, and what partners may send back. */
function localOrders(seed: number, now: Date, patients: readonly LocalPatient[]): readonly Order[] {
  const rnd = random(seed, 'local exams');
  const fixed: readonly Order[] = [
    {
      key: 'local-adeyemi',
      facility: 'WESTBROOK',
      kind: 'head-normal',
      patient: 'adeyemi',
      made: now.getTime() - Date.UTC(2024, 5, 3, 14),
      arrived: 0,
      scenarios: ['local-prior'],
    },
    {
      key: 'local-ruiz-head',
      facility: 'WESTBROOK',
      kind: 'head-normal',
      patient: 'ruiz-iker',
      made: now.getTime() - Date.UTC(2024, 1, 14, 16),
      arrived: 0,
      scenarios: ['local-prior'],
    },
    {
      key: 'local-ruiz-wrist',
      facility: 'WESTBROOK',
      kind: 'wrist-normal',
      patient: 'ruiz-iker',
      made: now.getTime() - Date.UTC(2021, 10, 2, 15),
      arrived: 0,
      scenarios: ['local-prior'],
    },
    {
      key: 'local-kowalczyk',
      facility: 'WESTBROOK',
      kind: 'chest-low-dose',
      patient: 'kowalczyk',
      made: 46 * DAY,
      arrived: 0,
      scenarios: ['local-prior'],
    },
    {
      key: 'local-stavrou',
      facility: 'WESTBROOK',
      kind: 'us-gallstone',
      patient: 'stavrou',
      made: 700 * DAY,
      arrived: 0,
      scenarios: ['local-prior'],
    },
  ];
  const others = patients.filter((p) => p.key.startsWith('patient-') && p.birthDate && Number(p.birthDate.slice(0, 4)) < 2000).slice(0, 20);
  return [
    ...fixed,
    ...others.map((p, n): Order => {
      const kind = OURS[n % OURS.length]!;
      return {
        key: `local-${n}`,
        facility: 'WESTBROOK',
        kind: kind === 'breast-normal' && p.sex === 'M' ? 'film-clear' : kind,
        patient: p.key,
        made: (60 + rnd() * 900) * DAY,
        arrived: 0,
        scenarios: ['local-prior'],
      };
    }),
  ];
}

/** Our own exam sent back through a partner: the same objects, re-encoded, with whatever the partner added. */
function returned(
  own: DemoExam,
  from: {
    readonly key: string;
    readonly facility: string;
    readonly at: Date;
    readonly door: 'dicomweb' | 'dimse' | 'disc';
    readonly callingAeTitle: string;
  },
  added: DemoExam['series'],
): DemoExam {
  const scenarios: DemoExam['scenarios'] = [added.length > 0 ? 'boomerang' : 'boomerang-complete'];
  const series = [...own.series.map((s) => ({ ...s, madeBy: own.facility })), ...added];
  return {
    ...own,
    key: from.key,
    facility: from.facility,
    scenarios,
    series,
    images: series.reduce((sum, s) => sum + s.images, 0),
    syntax: 'implicit',
    report: null,
    correctedReport: null,
    read: null,
    urgency: 'low',
    useCase: 'U7',
    purpose: 'comparison',
    deliveries: [{ door: from.door, callingAeTitle: from.callingAeTitle, at: from.at, part: [0, 1], parcel: from.key }],
    repeats: { exam: own.key, how: 'own' },
  };
}

export interface AllExams {
  readonly outside: readonly DemoExam[];
  readonly own: readonly DemoExam[];
}

export function allExams(seed: number, now: Date, zone: string, patients: readonly LocalPatient[], drawn: number): AllExams {
  const byKey = new Map(patients.map((p) => [p.key, p]));
  // Special orders name people in other writings by family name: the patient list is drawn, so their keys are not fixed.
  for (const p of patients) if (p.name.native && p.key.startsWith('patient-')) byKey.set(`native:${p.name.family}`, p);
  const world: Basis = { seed, now, patients: byKey };
  const year = Number(dicomDate(now, zone).slice(0, 4));
  const own = localOrders(seed, now, patients).map((order) => makeExam(world, { ...order, id: byKey.get(order.patient as string)!.mrn }));
  const made = [...heroOrders(now), ...lookalikeOrders, ...parcelOrders(now), ...drawnOrders(seed, year, patients, drawn)].map((order) =>
    makeExam(world, order),
  );

  const chest = own.find((e) => e.key === 'local-kowalczyk')!;
  const lung = chest.series.find((s) => s.phantom.kind === 'trunk' && s.phantom.kernel === 'lung')!;
  const back = returned(
    chest,
    {
      key: 'kowalczyk-returned',
      facility: 'LAKEVIEW',
      at: new Date(now.getTime() - 5.5 * HOUR),
      door: 'dicomweb',
      callingAeTitle: 'LAKEVIEW_PACS',
    },
    [
      {
        number: 51,
        description: 'Second capture',
        modality: 'OT',
        images: 2,
        madeBy: 'LAKEVIEW',
        phantom: {
          kind: 'capture',
          of: lung.phantom as Extract<typeof lung.phantom, { kind: 'trunk' }>,
          at: 96,
          lines: ['LAKEVIEW REVIEW'],
          nameInPicture: false,
        },
      },
    ],
  );
  const whole = own.find((e) => e.key === 'local-0')!;
  const mirrored = returned(
    whole,
    { key: 'mirrored-whole', facility: 'EASTONC', at: new Date(now.getTime() - 29 * HOUR), door: 'disc', callingAeTitle: 'EASTONC' },
    [],
  );

  const source = made.find((e) => e.key === 'burned-name')!;
  const conflict: DemoExam = {
    ...source,
    key: 'conflicting-copy',
    scenarios: ['conflicting-sop-uid', 'burned-in-name'],
    deliveries: source.deliveries.map((d) => ({
      ...d,
      at: new Date(d.at.getTime() + 3 * HOUR),
      door: 'dicomweb',
      parcel: 'conflicting-copy',
    })),
    repeats: { exam: source.key, how: 'conflict' },
  };
  return { outside: [...made, back, mirrored, conflict], own };
}
