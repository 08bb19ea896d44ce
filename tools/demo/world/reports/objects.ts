// Reports as DICOM objects: Encapsulated PDF (PS3.3 A.45.1) and Basic Text SR (PS3.3 A.35.1, TID 2000).
import { type Dataset } from '../dicom/dictionary';
import { type DemoExam, type OutsideReport } from '../exams/exam';
import { dicomName } from '../people/name';
import { facilityOf } from '../places/facilities';
import { code, sopClasses } from '../render/picture';
import { dicomDate, dicomTime } from '../time';
import { pdfOf } from './pdf';
import { sectionsOf } from './text';

const TITLE = code('18748-4', 'LN', 'Diagnostic imaging study');
const HEADINGS: Readonly<Record<string, Dataset>> = {
  'Clinical question': code('55115-0', 'LN', 'Request'),
  Technique: code('55111-9', 'LN', 'Current Procedure Descriptions'),
  Comparison: code('18834-2', 'LN', 'Comparison'),
  Findings: code('59776-5', 'LN', 'Findings'),
  Impression: code('19005-8', 'LN', 'Impressions'),
};

export function pdfObject(exam: DemoExam, report: OutsideReport): Dataset {
  const document = pdfOf(exam, report);
  const { zone } = facilityOf(exam.facility);
  return {
    SOPClassUID: sopClasses.pdf,
    ConversionType: 'WSD',
    BurnedInAnnotation: 'YES',
    ContentDate: dicomDate(report.signedAt, zone),
    ContentTime: dicomTime(report.signedAt, zone),
    AcquisitionDateTime: '',
    DocumentTitle: `Report: ${exam.description}`,
    ConceptNameCodeSequence: [TITLE],
    EncapsulatedDocument: document,
    EncapsulatedDocumentLength: document.length,
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
  };
}

export function srObject(exam: DemoExam, report: OutsideReport): Dataset {
  const facility = facilityOf(exam.facility);
  const signed = report.status !== 'P';
  const style = facility.spelling === 'capitals' ? 'capitals' : 'as-is';
  const items = sectionsOf(report.sections).map((section): Dataset => ({
    RelationshipType: 'CONTAINS',
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [HEADINGS[section.heading]!],
    ContinuityOfContent: 'SEPARATE',
    ContentSequence: [
      {
        RelationshipType: 'CONTAINS',
        ValueType: 'TEXT',
        ConceptNameCodeSequence: [
          section.heading === 'Impression'
            ? code('121073', 'DCM', 'Impression')
            : section.heading === 'Findings'
              ? code('121071', 'DCM', 'Finding')
              : code('121109', 'DCM', 'Indications for Procedure'),
        ],
        TextValue: section.text,
      },
    ],
  }));
  const verified: Dataset = signed
    ? {
        VerifyingObserverSequence: [
          {
            VerifyingObserverName: dicomName(report.author, style, false),
            VerifyingOrganization: facility.institution,
            VerificationDateTime: `${dicomDate(report.signedAt, facility.zone)}${dicomTime(report.signedAt, facility.zone)}`,
            VerifyingObserverIdentificationCodeSequence: [],
          },
        ],
      }
    : {};
  return {
    SOPClassUID: sopClasses.sr,
    ContentDate: dicomDate(report.signedAt, facility.zone),
    ContentTime: dicomTime(report.signedAt, facility.zone),
    CompletionFlag: signed ? 'COMPLETE' : 'PARTIAL',
    VerificationFlag: signed ? 'VERIFIED' : 'UNVERIFIED',
    ReferencedPerformedProcedureStepSequence: [],
    PerformedProcedureCodeSequence: [],
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [TITLE],
    ContinuityOfContent: 'SEPARATE',
    ContentSequence: items,
    ...verified,
  };
}
