// A report as plain text, the way ORU^R01 carries it: headings in capitals, one line each.
import { type DemoExam, type OutsideReport, type Sections } from '../exams/exam';
import { spokenName } from '../people/name';
import { facilityOf } from '../places/facilities';
import { dicomDate, dicomTime, spokenDate } from '../time';

export interface ReportSection {
  readonly heading: string;
  readonly text: string;
}

export function sectionsOf(sections: Sections): readonly ReportSection[] {
  const numbered = sections.impression.length > 1 ? sections.impression.map((line, i) => `${i + 1}. ${line}`) : sections.impression;
  return [
    { heading: 'Clinical question', text: sections.question },
    { heading: 'Technique', text: sections.technique },
    { heading: 'Comparison', text: sections.comparison },
    { heading: 'Findings', text: sections.findings },
    { heading: 'Impression', text: numbered.join('\n') },
  ].filter((s) => s.text !== '');
}

export interface ReportHead {
  readonly title: string;
  readonly facility: string;
  readonly patient: string;
  readonly identifiers: string;
  readonly signed: string;
}

export function headOf(exam: DemoExam, report: OutsideReport): ReportHead {
  const facility = facilityOf(exam.facility);
  const day = (at: Date): string =>
    `${spokenDate(dicomDate(at, facility.zone))} ${dicomTime(at, facility.zone).slice(0, 2)}:${dicomTime(at, facility.zone).slice(2, 4)}`;
  const born = exam.patient.birthDate ? spokenDate(exam.patient.birthDate) : 'not known';
  const word = { P: 'Preliminary, not signed', F: 'Signed', C: 'Corrected' }[report.status];
  return {
    title: exam.description,
    facility: facility.name,
    patient: `${spokenName(exam.patient.name)}, born ${born}`,
    identifiers: `ID ${exam.patient.id || 'none'}, accession ${exam.accession || 'none'}, exam of ${day(exam.studyAt)}`,
    signed: `${word} ${day(report.signedAt)}, ${spokenName(report.author)}`,
  };
}

/** The whole report; `\n` between lines. Empty when the sender has none. */
export function textOf(exam: DemoExam, report: OutsideReport | null): string {
  if (!report) return '';
  const head = headOf(exam, report);
  const body = sectionsOf(report.sections).flatMap((s) => [s.heading.toUpperCase(), ...s.text.split('\n'), '']);
  return [head.facility, head.title, head.patient, head.identifiers, '', ...body, head.signed].join('\n');
}
