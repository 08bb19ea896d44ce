// A partner of the demonstration that sends what a journey needs, when it needs it: real pixels by C-STORE, real reports by ORU^R01.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type DemoExam, drawn, type LocalPatient, Pace, reportMessage, sendExam, sendReport, thinned, world, type World } from '@causeway/tools';
import { type ProductUnderTest } from './product';

const MATRIX = 160;
const AE_TITLE = 'CAUSEWAY';
/** As a UID made from a UUID (PS3.5 B.2). */
const newUid = (): string => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

/** The world of the running demonstration: the same patients under the same numbers. */
export function worldOf(product: ProductUnderTest): World {
  const { seed, bornAt, everydayExams } = JSON.parse(fs.readFileSync(path.join(product.dataDir, 'demo/state.json'), 'utf8')) as { seed: number; bornAt: string; everydayExams: number };
  return world({ seed, now: new Date(bornAt), everydayExams });
}

/** People of the host who appear in no exam of the demonstration's own, so that a journey has them for itself. */
export function strangersToTheDemo({ patients, exams }: World): readonly LocalPatient[] {
  const used = new Set(exams.map((e) => e.truth));
  return patients.filter((p) => p.key.startsWith('patient-') && !used.has(p.key) && p.birthDate !== null && p.lookalikes.length === 0 && p.outsideIds.length === 0 && /^[A-Za-z]{5,}$/.test(p.name.family));
}

export interface Wanted {
  /** Exam of the world whose images and report it has. */
  readonly like: string;
  readonly patient: LocalPatient;
  /** How the sender writes the patient, where that is not as here. */
  readonly sent?: Partial<DemoExam['patient']>;
  readonly images?: number;
}

/** An exam nobody has seen: images and report of a known one, of another patient, under UIDs of its own. */
export function newExam(of: World, { like, patient, sent, images = 4 }: Wanted): DemoExam {
  const model = of.exams.find((e) => e.key === like);
  if (!model) throw new Error(`The world has no exam ${like}.`);
  const person = { ...model.patient, name: { family: patient.name.family, given: patient.name.given }, birthDate: patient.birthDate, sex: patient.sex, id: `E${randomUUID().slice(0, 8)}`, address: null, phone: null, birthName: null, ...sent };
  const studyUid = newUid();
  return { ...thinned(model, images), key: `journey-${studyUid.slice(-6)}`, patient: person, truth: patient.key, uidRoot: studyUid, studyUid, accession: `J${studyUid.slice(-8)}`, repeats: null };
}

export interface Sending {
  /** From where to where, as shares of the exam. Default all of it. */
  readonly part?: readonly [number, number];
  /** Says before each image how many a second go now. Default as many as can. */
  readonly perSecond?: () => number;
  /** Whom it goes to, where that is not the product. */
  readonly to?: { readonly port: number; readonly aeTitle: string };
}

/** A partner sending one exam, or a part of it. */
export async function send(product: ProductUnderTest, exam: DemoExam, { part = [0, 1], perSecond = () => Infinity, to: other = { port: product.dicomPort, aeTitle: AE_TITLE } }: Sending = {}): Promise<void> {
  const signal = AbortSignal.timeout(180_000);
  const renderer = { draw: drawn, close: async () => undefined };
  const to = { host: '127.0.0.1', ...other };
  const callingAeTitle = exam.deliveries[0]!.callingAeTitle;
  const { refused } = await sendExam(exam, { renderer, to, callingAeTitle, part, matrix: MATRIX, pace: new Pace(perSecond), signal });
  if (refused.length > 0) throw new Error(`${callingAeTitle} was refused ${refused.length} images: ${refused[0]!.status}.`);
}

/** Sends the outside report of an exam. */
export async function sendReportOf(product: ProductUnderTest, exam: DemoExam): Promise<void> {
  const message = reportMessage(exam, 'first', `J${randomUUID().slice(0, 12)}`, new Date());
  if (!message) throw new Error(`Exam ${exam.key} has no report that comes by message.`);
  await sendReport(message, { host: '127.0.0.1', port: product.mllpPort }, AbortSignal.timeout(30_000));
}
