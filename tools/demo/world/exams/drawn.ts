// The everyday exams: drawn from the seed, each partner sending what it has machines for.
import { type Grade } from '@causeway/domain';
import { between, pick, random, type Random } from '../chance/random';
import { type Slip } from '../people/as-sent';
import { type LocalPatient } from '../people/patient';
import { DAY, HOUR, MINUTE } from '../time';
import { type StudyKind } from './catalogue';
import { type Scenario } from './exam';
import { type Order } from './make';

interface Habit {
  readonly facility: string;
  readonly weight: number;
  readonly kinds: readonly StudyKind[];
}

const HABITS: readonly Habit[] = [
  {
    facility: 'STMARY',
    weight: 26,
    kinds: [
      'head-normal',
      'head-subdural',
      'head-haemorrhage',
      'chest-nodule',
      'chest-effusion',
      'abdomen-liver',
      'abdomen-stone',
      'film-clear',
      'film-pneumonia',
      'film-nodule',
      'wrist-fracture',
      'brain-stroke',
      'xa-coronary',
    ],
  },
  {
    facility: 'LAKEVIEW',
    weight: 15,
    kinds: ['cap-trauma', 'head-normal', 'head-subdural', 'chest-pneumothorax', 'film-pneumothorax', 'wrist-fracture'],
  },
  {
    facility: 'HARBOR',
    weight: 17,
    kinds: ['head-mca', 'head-normal', 'cta-occlusion', 'abdomen-stone', 'film-clear', 'film-effusion', 'us-gallstone', 'us-pelvis'],
  },
  { facility: 'NORTHFLD', weight: 9, kinds: ['lumbar-herniation', 'lumbar-normal', 'knee-tear', 'knee-normal', 'wrist-normal'] },
  {
    facility: 'VALLEY',
    weight: 14,
    kinds: [
      'breast-normal',
      'breast-calcifications',
      'breast-mass',
      'chest-low-dose',
      'brain-white-matter',
      'nm-heart',
      'us-gallstone',
      'abdomen-kidney',
    ],
  },
  { facility: 'EASTONC', weight: 8, kinds: ['pet-ct', 'chest-nodule', 'abdomen-liver', 'brain-normal'] },
  { facility: 'LAKESIDE', weight: 5, kinds: ['head-normal', 'film-pneumonia', 'abdomen-stone'] },
  { facility: 'HILLVIEW', weight: 4, kinds: ['lumbar-herniation', 'brain-normal', 'us-gallstone'] },
];
const CHILD: Habit = { facility: 'CHILDRN', weight: 0, kinds: ['forearm-child', 'film-pneumonia', 'film-clear'] };

function habit(rnd: Random): Habit {
  let at = rnd() * HABITS.reduce((sum, h) => sum + h.weight, 0);
  return HABITS.find((h) => (at -= h.weight) < 0) ?? HABITS[0]!;
}

const URGENT: ReadonlySet<StudyKind> = new Set<StudyKind>([
  'head-mca',
  'cta-occlusion',
  'head-haemorrhage',
  'cap-trauma',
  'chest-pneumothorax',
]);
const STROKE: ReadonlySet<StudyKind> = new Set<StudyKind>(['head-mca', 'cta-occlusion']);

const GRADES: Readonly<Record<Grade, Scenario>> = {
  agree: 'overread-agrees',
  minor: 'overread-minor',
  major: 'overread-major',
  critical: 'overread-critical',
};

/** When it comes: a third in the last day, a third in the week before, a sixth still to come in the next two hours. */
function arrival(rnd: Random): number {
  const at = rnd();
  if (at < 0.16) return -between(rnd, 4, 120) * MINUTE;
  if (at < 0.55) return between(rnd, 0.1, 24) * HOUR;
  return between(rnd, 1, 7) * DAY;
}

export function drawnOrders(seed: number, year: number, patients: readonly LocalPatient[], count: number): readonly Order[] {
  const rnd = random(seed, 'exams');
  const plain = patients.filter((p) => p.lookalikes.length === 0 && p.key.startsWith('patient-'));
  return Array.from({ length: count }, (_, n): Order => {
    const patient = plain[(n * 7 + Math.floor(n / plain.length)) % plain.length]!;
    const age = patient.birthDate ? year - Number(patient.birthDate.slice(0, 4)) : 40;
    const chosen = age < 17 ? CHILD : habit(rnd);
    let kind = pick(rnd, chosen.kinds);
    if (kind.startsWith('breast') && patient.sex === 'M') kind = 'chest-low-dose';
    if (kind === 'us-pelvis' && patient.sex === 'M') kind = 'us-gallstone';
    const urgent = URGENT.has(kind);
    const arrived = arrival(rnd);
    const made = Math.max(arrived, 0) + (urgent ? between(rnd, 15, 90) * MINUTE : between(rnd, 0.2, 40) * DAY);
    const known = patient.outsideIds.some((o) => o.facility === chosen.facility);
    const slip: Slip = rnd() < 0.12 ? 'near-name' : rnd() < 0.05 ? 'wrong-birth-date' : 'none';
    const grade: Grade = pick(rnd, ['agree', 'agree', 'agree', 'agree', 'minor', 'minor', 'major'] as const);
    const wantsRead = urgent || rnd() < 0.45;
    const purpose = urgent ? 'treatment' : pick(rnd, ['treatment', 'comparison', 'second-opinion', 'comparison'] as const);
    const scenarios: Scenario[] = [
      slip === 'none' ? 'exact-match' : slip,
      urgent
        ? STROKE.has(kind)
          ? 'stat-stroke'
          : 'stat-trauma'
        : purpose === 'second-opinion'
          ? 'second-opinion'
          : purpose === 'comparison'
            ? 'clinic'
            : 'continuity',
    ];
    if (known && slip === 'none') scenarios.push('known-identifier');
    if (wantsRead) scenarios.push(GRADES[grade]);
    return {
      key: `drawn-${n}`,
      facility: chosen.facility,
      kind,
      patient: patient.key,
      slip,
      made,
      arrived,
      scenarios,
      grade,
      wantsRead,
      purpose,
      urgency: urgent ? 'high' : rnd() < 0.5 ? 'medium' : 'low',
      oldCharset: rnd() < 0.4,
      requester: urgent ? 'webb' : 'leila',
      ...(urgent ? { useCase: STROKE.has(kind) ? 'U2' : 'U9' } : purpose === 'second-opinion' ? { useCase: 'U18' } : {}),
      ...(chosen.facility === 'LAKEVIEW' ? { door: 'dicomweb' as const } : {}),
    };
  });
}
