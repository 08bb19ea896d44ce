// A partner's radiology system as a sender of reports: ORU^R01 over MLLP.
import { encodeMessage, writeOru, type Moment } from '@causeway/hl7v2';
import { MllpClient } from '@causeway/transport-hl7v2';
import { reportSender } from '../../load/document';
import { type DemoExam, facilityOf, offset, type PersonName, reportText } from '../../world/index';

export type ReportVersion = 'first' | 'corrected';

const REPORT = { code: '18748-4', text: 'Diagnostic imaging study', system: 'LN' };
const named = (namespace: string) => ({ namespace, universalId: null, universalIdType: null });

/** A report as its maker sends it; null when there is none of that version, or it does not come by message. */
export function reportMessage(exam: DemoExam, version: ReportVersion, controlId: string, at: Date): Uint8Array | null {
  const report = version === 'corrected' ? exam.correctedReport : exam.report;
  if (!report?.sentAs.includes('oru')) return null;
  const facility = facilityOf(exam.facility);
  const [application, place] = reportSender(facility);
  const moment = (instant: Date): Moment => ({ epochMs: instant.getTime(), offsetMinutes: minutes(offset(instant, facility.zone)) });
  const { patient } = exam;
  const name = (n: PersonName, type: string) => ({ family: n.family, given: n.given, middle: n.middle ?? null, suffix: n.suffix ?? null, prefix: null, type, representation: 'A' });
  const text = writeOru(
    { sendingApplication: named(application), sendingFacility: named(place), receivingApplication: named('CAUSEWAY'), receivingFacility: named('WESTBROOK'), controlId, at: moment(at), processing: 'P' },
    {
      patient: {
        identifiers: [{ value: patient.id || 'UNKNOWN', authority: { namespace: facility.key, universalId: facility.patientIssuer, universalIdType: 'ISO' }, type: 'MR' }],
        names: [name(patient.name, 'L')],
        birthDate: patient.birthDate ? `${patient.birthDate.slice(0, 4)}-${patient.birthDate.slice(4, 6)}-${patient.birthDate.slice(6)}` : null,
        sex: patient.sex,
      },
      fillerOrder: { value: exam.accession || exam.studyId, authority: { namespace: facility.key, universalId: facility.orderIssuer, universalIdType: 'ISO' } },
      accession: exam.accession || null,
      procedure: { code: exam.procedure.toUpperCase(), text: exam.description, system: 'L' },
      reportedAt: moment(report.signedAt),
      status: report.status,
      studyUid: exam.studyUid,
      textCode: REPORT,
      text: reportText(exam, version),
      interpreter: { id: null, family: report.author.family, given: report.author.given, middle: null, suffix: null, prefix: 'Dr.', authority: null },
    },
  );
  return encodeMessage(text);
}

const minutes = (zone: string): number => (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));

/** Sends one report and waits for its acknowledgement. Throws when it is refused or nobody answers: sending again is harmless. */
export async function sendReport(message: Uint8Array, to: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<void> {
  const client = new MllpClient(to);
  try {
    const { acknowledgement } = await client.send(message, signal);
    if (acknowledgement.code !== 'AA' && acknowledgement.code !== 'CA') throw new Error(`A report was answered ${acknowledgement.code}: ${acknowledgement.text ?? 'no reason'}.`);
  } finally {
    client.close();
  }
}
