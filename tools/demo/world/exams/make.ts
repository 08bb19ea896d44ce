// Builds an exam from a short order: who, where, what, when, and what is odd about it.
import { type Grade } from '@causeway/domain';
import { hash32, random } from '../chance/random';
import { asSent, charsetFor, type Slip } from '../people/as-sent';
import { type PersonName } from '../people/name';
import { type LocalPatient, type SentPatient } from '../people/patient';
import { facilityOf } from '../places/facilities';
import { type Door, type Facility } from '../places/facility';
import { type ServiceLine } from '../places/site';
import { ageAt, before, dicomDate, HOUR, MINUTE } from '../time';
import { uid } from '../uids';
import { catalogue, type StudyKind } from './catalogue';
import { type Delivery, type DemoExam, type LocalRead, type OutsideReport, type Scenario } from './exam';
import { type SeriesPlan } from './phantom';
import { type Context, type Study } from './study';

export interface Basis {
  readonly seed: number;
  readonly now: Date;
  readonly patients: ReadonlyMap<string, LocalPatient>;
}

export interface Order {
  readonly key: string;
  readonly facility: string;
  readonly kind: StudyKind;
  /** A study made otherwise, instead of the drawn one of `kind`. */
  readonly study?: (context: Context) => Study;
  /** Key of the local patient, or a stranger. */
  readonly patient: string | SentPatient;
  readonly slip?: Slip;
  /** Who it truly is, when the sent person is a stranger by name only. */
  readonly truth?: string;
  /** Identifier as sent; default the known one at this facility, else a new one. */
  readonly id?: string;
  readonly sent?: Partial<SentPatient>;
  /** How long before `now` the exam was made, and reached us (negative: will reach us). */
  readonly made: number;
  readonly arrived: number;
  readonly scenarios: readonly Scenario[];
  readonly urgency?: DemoExam['urgency'];
  readonly useCase?: string;
  readonly serviceLine?: ServiceLine;
  readonly purpose?: DemoExam['purpose'];
  readonly question?: string;
  readonly requester?: string;
  readonly wantsRead?: boolean;
  readonly door?: Door;
  readonly parcel?: string;
  readonly deliveries?: readonly Omit<Delivery, 'callingAeTitle' | 'parcel'>[];
  readonly accession?: string;
  readonly syntax?: DemoExam['syntax'];
  readonly oldCharset?: boolean;
  /** null: the sender has no report. */
  readonly report?: {
    readonly status?: OutsideReport['status'];
    readonly after?: number;
    readonly arrived?: number;
    readonly sentAs?: OutsideReport['sentAs'];
    readonly author?: PersonName;
  } | null;
  readonly corrected?: boolean;
  readonly grade?: Grade;
  readonly reader?: string;
  readonly series?: (drawn: readonly SeriesPlan[]) => readonly SeriesPlan[];
}

const READERS: Readonly<Record<string, string>> = {
  neuro: 'diaz',
  emergency: 'diaz',
  body: 'petrov',
  chest: 'petrov',
  msk: 'yamada',
  paediatric: 'yamada',
  breast: 'rossi',
  cardiac: 'nkemelu',
  nuclear: 'nkemelu',
  vascular: 'nkemelu',
  general: 'petrov',
};

function personOf(text: string): PersonName {
  const [family = '', given = ''] = text.split('^');
  return { family, given };
}

function choose<T>(list: readonly T[], by: number, otherwise: T): T {
  return list.length === 0 ? otherwise : list[by % list.length]!;
}

/** The read our reader would make: the graded text of the study, or agreement. */
function readOf(study: Study, grade: Grade, reader: string, facility: Facility): LocalRead | null {
  const text = study.reads[grade] ?? study.reads.agree;
  if (text.findings === '') return null;
  return {
    reader,
    comparison: `Outside report, ${facility.name}.`,
    adequacy: 'yes',
    findings: text.findings,
    impression: text.impression,
    recommendation: text.recommendation,
    grade: study.reads[grade] ? grade : 'agree',
  };
}

function reportOf(
  order: Order,
  study: Study,
  facility: Facility,
  now: Date,
  studyAt: Date,
  arrivedAt: Date,
  number: number,
): OutsideReport | null {
  if (order.report === null || (facility.reports.length === 0 && !order.report) || study.sections.findings === '') return null;
  const { status = 'F', after = 20 * MINUTE, arrived, sentAs = facility.reports, author } = order.report ?? {};
  return {
    author: author ?? personOf(choose(facility.radiologists, number, 'Unknown')),
    signedAt: new Date(studyAt.getTime() + after),
    status,
    sections: study.sections,
    sentAs: sentAs.length === 0 ? ['pdf'] : sentAs,
    arrivesAt: arrived === undefined ? new Date(arrivedAt.getTime() + 2 * MINUTE) : before(now, arrived),
  };
}

/** Reports that travel as DICOM objects are series of the exam. */
const reportSeries = (report: OutsideReport | null): readonly SeriesPlan[] =>
  (report?.sentAs ?? []).flatMap((kind, i): readonly SeriesPlan[] =>
    kind === 'oru'
      ? []
      : [
          {
            number: 900 + i,
            description: kind === 'pdf' ? 'Report' : 'Report text',
            modality: kind === 'pdf' ? 'DOC' : 'SR',
            images: 1,
            phantom: { kind: kind === 'pdf' ? 'report-pdf' : 'report-sr' },
          },
        ],
  );

export function makeExam(world: Basis, order: Order): DemoExam {
  const { seed, now, patients } = world;
  const facility = facilityOf(order.facility);
  const number = 1 + (hash32(seed, order.key, 'number') % 900);
  const studyAt = before(now, order.made);
  const arrivedAt = before(now, order.arrived);
  const local = typeof order.patient === 'string' ? patients.get(order.patient) : undefined;
  if (typeof order.patient === 'string' && !local) throw new Error(`Exam ${order.key} names a patient nobody has: ${order.patient}.`);
  const known = local?.outsideIds.find((o) => o.facility === order.facility)?.value;
  const patient = local
    ? asSent(local, facility, order.id ?? known ?? facility.patientId(number), order.slip ?? 'none', order.sent)
    : (order.patient as SentPatient);

  const day = dicomDate(studyAt, facility.zone);
  const born = local?.birthDate ?? patient.birthDate;
  const age = Math.max(0, born ? ageAt(born, day) : 46);
  const make = order.study ?? catalogue[order.kind];
  const study = make({ rnd: random(seed, order.key, 'study'), age, sex: patient.sex === 'M' ? 'M' : 'F' });
  const report = reportOf(order, study, facility, now, studyAt, arrivedAt, number);
  const drawn = order.series ? order.series(study.series) : study.series;
  const series = [...drawn, ...reportSeries(report)];
  const uidRoot = `${seed}/${now.toISOString()}/${order.key}`;
  const referrer = personOf(choose(facility.referrers, number, 'Unknown'));
  const door = order.door ?? facility.doors[0]!;
  const device = facility.devices.find((d) => d.modality === study.modalities[0]);
  const callingAeTitle = door.startsWith('dimse') && order.facility === 'STMARY' && device ? device.aeTitle : facility.aeTitle;
  const parts: readonly Omit<Delivery, 'callingAeTitle' | 'parcel'>[] = order.deliveries ?? [{ door, at: arrivedAt, part: [0, 1] }];
  const grade = order.grade ?? 'agree';
  const texts = [
    study.description,
    referrer.family,
    referrer.given,
    ...(report ? [report.author.family, report.author.given, ...Object.values(report.sections).flat()] : []),
    facility.address,
    patient.address?.street ?? '',
  ];
  const corrected: OutsideReport | null =
    order.corrected && report
      ? {
          ...report,
          status: 'C',
          signedAt: new Date(report.signedAt.getTime() + 3 * HOUR),
          arrivesAt: new Date(report.arrivesAt.getTime() + 40 * MINUTE),
          sections: {
            ...report.sections,
            findings: (study.reads.major ?? study.reads.minor ?? study.reads.agree).findings,
            impression: [...report.sections.impression, 'Corrected after second look.'],
          },
        }
      : null;

  return {
    key: order.key,
    scenarios: order.scenarios,
    facility: order.facility,
    procedure: study.procedure,
    patient,
    truth: order.truth ?? local?.key ?? null,
    uidRoot,
    studyUid: uid(uidRoot, 'study'),
    accession: order.accession ?? facility.accession(number),
    studyId: String(number),
    description: study.description,
    modalities: study.modalities,
    bodyPart: study.bodyPart,
    region: study.region,
    studyAt,
    referrer,
    series,
    images: series.reduce((sum, s) => sum + s.images, 0),
    charset: charsetFor(patient, facility, texts, order.oldCharset ?? false),
    syntax: order.syntax ?? facility.syntax,
    subspecialty: study.subspecialty,
    serviceLine: order.serviceLine ?? study.serviceLine,
    urgency: order.urgency ?? 'low',
    useCase: order.useCase ?? null,
    purpose: order.purpose ?? 'treatment',
    question: order.question ?? null,
    requester: order.requester ?? null,
    wantsRead: order.wantsRead ?? false,
    deliveries: parts.map((p) => ({ ...p, callingAeTitle, parcel: order.parcel ?? order.key })),
    report,
    correctedReport: corrected,
    read: readOf(study, grade, order.reader ?? READERS[study.subspecialty] ?? 'petrov', facility),
    anatomy: hash32(seed, local?.key ?? order.key, 'anatomy') % 100_000,
    age,
    repeats: null,
  };
}
