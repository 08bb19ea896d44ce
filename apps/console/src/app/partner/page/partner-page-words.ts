import { dateText } from '@causeway/console-ui';
import type { CorrectionKind, CorrectionView, PartnerExam, PartnerRequest } from '@causeway/contracts';
import type { QualityFacts } from '@causeway/domain';

export const correctionWords: Readonly<Record<CorrectionKind, string>> = {
  'wrong-patient': 'Wrong patient', 'wrong-images': 'Wrong images', 'sent-twice': 'Sent twice', 'more-to-come': 'More images will come', other: 'Something else',
};
export const correctionStates: Readonly<Record<CorrectionView['state'], string>> = { open: 'waits for an answer', done: 'done', declined: 'declined' };
export const qualityWords: Readonly<Record<keyof QualityFacts, string>> = {
  byWire: 'By wire, not on disc', complete: 'Nothing missing', clean: 'Nothing to object to', identified: 'Patient known at once', reported: 'With a report', inTime: 'Our requests answered in time',
};
const DOORS: Readonly<Record<string, string>> = { dimse: 'DICOM', dicomweb: 'DICOMweb', disc: 'disc', media: 'disc', upload: 'upload' };
export const doorText = (door: string): string => DOORS[door] ?? door;

/** How far an exam is here, in a few words. */
export function examStanding(e: PartnerExam): string {
  if (e.kept === 'removed') return 'removed as agreed';
  if (e.ended) return e.ended === 'returned' ? 'returned to you' : 'not taken';
  return e.read ? 'read here' : e.inUse ? 'in use here' : e.matched ? 'patient known, being checked' : 'received, being looked at';
}
export const keptText = (kept: string | null): string => (kept === null || kept === 'removed' ? '' : kept === 'forever' ? 'kept for good' : `kept until ${dateText(kept)}`);

const REQUESTS: Readonly<Record<string, string>> = {
  sent: 'waits for you', acknowledged: 'you have it', promised: 'promised', 'partly-fulfilled': 'some of it came', fulfilled: 'answered', declined: 'declined', expired: 'time is over', received: 'received', withdrawn: 'taken back',
};
export const requestText = (r: PartnerRequest): string => REQUESTS[r.state] ?? 'being worked on';
