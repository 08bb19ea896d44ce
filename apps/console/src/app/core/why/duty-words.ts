import { duties, type DutyRole } from '@causeway/access';
import { spoken } from './decision-words';

const WORK: Readonly<Record<string, string>> = {
  inbound: 'Outside exams', match: 'Matches', registration: 'Registrations', overread: 'Over-reads', 'request-out': 'Requests of ours', 'request-in': 'Requests of partners', transfer: 'Transfers', outreach: 'Outreach',
  disposition: 'Lists of exams to end', 'reach-patient': 'Calls to patients', 'reach-facility': 'Calls to facilities',
};

/** A kind of work of the responsibility policy, as people call it. */
export const workWords = (kind: string): string => WORK[kind] ?? spoken(kind);

/** A duty role of the responsibility policy, as people call it. */
export const dutyWords = (role: string): string => (role in duties ? duties[role as DutyRole].name : role === 'requester' ? 'Whoever asked' : spoken(role));
