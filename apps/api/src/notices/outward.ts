import { machines, type MachineTable } from '@causeway/domain';

/** Events that ask the notification policy: those whose machine says so, and the marks of clocks. */
export const outwardEvents: ReadonlySet<string> = new Set([
  ...Object.values(machines).flatMap((m) => Object.values((m.table as MachineTable).moves).filter((move) => move.out?.includes('notice')).map((move) => move.event)),
  'inbound.clock-mark', 'inbound.late-instances', 'inbound.unverified', 'inbound.visit-missing', 'overread.clock-mark', 'overread.unread', 'job.given-up', 'endpoint.certificate-ends', 'policy.asked-urgently', 'policy.review-due', 'ballot.closing', 'hold.made', 'disposition.made', 'disposition.exam-taken-out',
  'match.waited-too-long', 'registration.overdue', 'registration.message-refused', 'recall.waive-asked', 'case.clock-mark', 'requestOut.clock-mark', 'requestOut.call-due', 'requestOut.line-refused', 'requestIn.clock-mark', 'standingList.needs-you', 'send.link-locked', 'requestOut.discs-late', 'case.discs-late',
  'facility.correction-asked', 'gateway.fell-silent', 'facility.went-quiet', 'facility.slid-to-discs', 'facility.failure-burst', 'facility.stale', 'facility.agreement-ending', 'facility.review-due', 'facility.onboarding-finished',
]);
