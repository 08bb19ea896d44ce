// The demo world: an invented health system, its partners and people, and exams that can be drawn and written on demand. Everything
// follows from a seed and an instant; nothing here talks to a network, a disk or a database.
import { allExams } from './exams/exams';
import { type DemoExam } from './exams/exam';
import { knownMerges } from './people/known';
import { type LocalPatient, type Merge } from './people/patient';
import { localPatients } from './people/patients';
import { staff, type StaffMember } from './people/staff';
import { facilities } from './places/facilities';
import { type Facility } from './places/facility';
import { type Site, site } from './places/site';
import { pdfOf } from './reports/pdf';
import { textOf } from './reports/text';

export { type Delivery, type DemoExam, type LocalRead, type OutsideReport, type Scenario, scenarios, type Sections } from './exams/exam';
export { type Phantom, type SeriesPlan } from './exams/phantom';
export { dicomName, type PersonName, plain, spokenName } from './people/name';
export { type LocalPatient, type Merge, type PatientFlag, type SentPatient, type Sex, type Visit } from './people/patient';
export { type StaffMember } from './people/staff';
export { facilityOf } from './places/facilities';
export { type Device, type Door, type Facility, type Status } from './places/facility';
export { type ProcedureKey, type ServiceLine, serviceLines, type Site } from './places/site';
export { partOf, plannedObjects, type PlannedObject, renderExam, type RenderedObject, type RenderOptions } from './render/render';
export { sectionsOf as reportSections, type ReportSection } from './reports/text';
export { dicomDate, dicomTime, offset } from './time';
export { encodeText } from './dicom/charset';

export interface WorldOptions {
  readonly seed: number;
  /** The instant everything is told from. Keep it for as long as the world lives: UIDs follow from it. */
  readonly now: Date;
  /** How many local patients; default 140. */
  readonly patients?: number;
  /** How many everyday exams beside the named ones; default 72. */
  readonly everydayExams?: number;
}

export interface World {
  readonly seed: number;
  readonly now: Date;
  readonly site: Site;
  /** The host first, then its partners. */
  readonly facilities: readonly Facility[];
  readonly staff: readonly StaffMember[];
  /** For the registration feed, in the order they were registered. */
  readonly patients: readonly LocalPatient[];
  readonly merges: readonly Merge[];
  /** Outside exams, unsorted: each delivery has its own instant, some after `now`. */
  readonly exams: readonly DemoExam[];
  /** Exams of the host's own archive: priors, and the originals of those that come back. */
  readonly ownExams: readonly DemoExam[];
}

export function world({ seed, now, patients = 140, everydayExams = 72 }: WorldOptions): World {
  const people = localPatients(seed, now, site.zone, patients);
  const { outside, own } = allExams(seed, now, site.zone, people, everydayExams);
  return { seed, now, site, facilities, staff, patients: people, merges: knownMerges(now), exams: outside, ownExams: own };
}

/** The sender's report as text for ORU^R01, lines by `\n`; empty when it has none. `version` 'corrected' is the later one. */
export const reportText = (exam: DemoExam, version: 'first' | 'corrected' = 'first'): string =>
  textOf(exam, version === 'corrected' ? exam.correctedReport : exam.report);

/** The sender's report as a PDF file; null when it has none. */
export const reportPdf = (exam: DemoExam): Buffer | null => (exam.report ? pdfOf(exam, exam.report) : null);
