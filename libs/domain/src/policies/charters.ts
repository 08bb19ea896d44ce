import type { PolicyKind } from './policy-text';

/** How often a committee meets between its votes. */
export const meetingRhythms = ['weekly', 'every-two-weeks', 'monthly', 'quarterly', 'when-needed'] as const;
export type MeetingRhythm = (typeof meetingRhythms)[number];

/** What a committee is there for, to begin with and change. `reportsTo` names the body of the enterprise above it. */
export interface CharterTemplate {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly charter: string;
  readonly goals: string;
  /** Terms of reference: what it decides, what it hands on, whom it hears. */
  readonly terms: string;
  readonly reportsTo: string;
  readonly meets: MeetingRhythm;
  readonly kinds: readonly PolicyKind[];
  readonly quorumPermille: number;
  readonly noticeDays: number;
  readonly votingDays: number;
  readonly asksSpecialties: boolean;
  /** Seats to fill: a constituency, and the specialty it speaks for where it has one. */
  readonly seats: readonly { readonly constituency: 'clinical' | 'it' | 'business'; readonly specialty: string }[];
}

const ALL: readonly PolicyKind[] = ['match', 'triage', 'release', 'overread', 'retention', 'redisclosure', 'responsibility', 'notification'];

/** Charters that tie imaging to the governance a health system has already. */
export const charterTemplates: readonly CharterTemplate[] = [
  {
    id: 'under-enterprise', title: 'Imaging committee under enterprise governance', name: 'Enterprise imaging committee',
    charter: 'Decides for the whole house by which rules outside exams are matched, checked, released, read, kept and passed on. Speaks for imaging in the governance of the enterprise, where imaging had no seat of its own.',
    goals: 'One set of goals for image exchange that every service line knows. Images at hand before they are needed. No department buys a channel of its own because it had to wait.',
    terms: 'Decides: rules of every kind for the house, and which of them a service line may decide for itself. Hands on: budgets and contracts to the enterprise body it reports to. Hears: every specialty a proposal touches, IT and finance. Disputes between committees go to an arbiter who wrote nothing of the proposal.',
    reportsTo: 'Enterprise clinical systems governance', meets: 'monthly', kinds: ALL, quorumPermille: 500, noticeDays: 5, votingDays: 7, asksSpecialties: true,
    seats: [
      { constituency: 'clinical', specialty: 'radiology' }, { constituency: 'clinical', specialty: 'cardiology' }, { constituency: 'clinical', specialty: 'emergency' }, { constituency: 'clinical', specialty: 'oncology' },
      { constituency: 'it', specialty: '' }, { constituency: 'it', specialty: '' }, { constituency: 'business', specialty: '' },
    ],
  },
  {
    id: 'service-line', title: 'Committee of one service line', name: 'Imaging committee of a service line',
    charter: 'Decides for one service line what the committee of the house has handed to it, within the rules of the house, which stay the floor.',
    goals: 'Exams of the line go to people of the line. Nobody waits for a central desk that does not know the patient.',
    terms: 'Decides: kinds of policy handed to it, until the day the hand-over ends. Reports: what it adopted, to the committee of the house, each quarter. Never: looser matching or shorter keeping than the house.',
    reportsTo: 'Committee of the house', meets: 'quarterly', kinds: ['triage', 'overread', 'responsibility'], quorumPermille: 600, noticeDays: 2, votingDays: 7, asksSpecialties: false,
    seats: [{ constituency: 'clinical', specialty: '' }, { constituency: 'clinical', specialty: 'radiology' }, { constituency: 'it', specialty: '' }, { constituency: 'business', specialty: '' }],
  },
  {
    id: 'records', title: 'Records and disclosure council', name: 'Imaging records council',
    charter: 'Decides how long outside exams are kept and what is passed on to others, with those who answer for records and privacy.',
    goals: 'Nothing is deleted that law, care or a dispute still needs; nothing is kept without a reason; no request for records is held back without an exception that holds.',
    terms: 'Decides: keeping and passing on. Hears: counsel before each vote on keeping. Hands on: everything about reads and queues to the committee of the house.',
    reportsTo: 'Compliance and privacy committee', meets: 'quarterly', kinds: ['retention', 'redisclosure'], quorumPermille: 660, noticeDays: 5, votingDays: 14, asksSpecialties: false,
    seats: [{ constituency: 'clinical', specialty: 'radiology' }, { constituency: 'it', specialty: '' }, { constituency: 'business', specialty: '' }, { constituency: 'business', specialty: '' }],
  },
  {
    id: 'arbiter', title: 'Body above the committees, which settles disputes', name: 'Executive imaging council',
    charter: 'Votes on no rule itself. Settles what two committees cannot, and sees to it that imaging is part of the plans of the enterprise.',
    goals: 'Disputes end within days, with a reason everybody can read.',
    terms: 'Rules on what is referred to it: adopt as it is, change, or withdraw. Nobody rules on a proposal they wrote. Receives the reports of the committees below it.',
    reportsTo: 'Board of the health system', meets: 'when-needed', kinds: [], quorumPermille: 500, noticeDays: 0, votingDays: 7, asksSpecialties: false,
    seats: [{ constituency: 'clinical', specialty: '' }, { constituency: 'it', specialty: '' }, { constituency: 'business', specialty: '' }],
  },
];
