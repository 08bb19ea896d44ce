type Member = readonly [username: string, constituency: 'clinical' | 'it' | 'business', specialty: string, officer: boolean, ...speaksFor: string[]];
const seated = (members: readonly Member[]) => members.map(([username, constituency, specialty, officer, ...specialties]) => ({ username, constituency, specialty, officer, specialties }));

/** The committee of the demonstration: seven people of three constituencies, who vote at once when a vote is called. */
export const imagingCommittee = {
  name: 'Imaging exchange committee',
  charter: 'Decides by which rules the console matches, checks, releases, reads, keeps and passes on outside exams. Meets every second Tuesday; votes are open between meetings.',
  goals: 'Outside images at hand before they are needed; no repeat exam for want of a disc; reading hours spent where they change care.',
  measured: [
    { words: 'Most clean exams go in without a hand', measure: 'straight-through', days: 30, target: 400, inDays: 120 },
    { words: 'Outside exams are at hand within two hours', measure: 'hours-to-release', days: 30, target: 120, inDays: 60 },
    { words: 'Over-reads keep their time', measure: 'reads-in-time', days: 90, target: 900, inDays: null },
    { words: 'Three strategic partners are live', measure: 'strategic-live', days: 90, target: 3, inDays: 180 },
  ],
  terms: 'Decides the rules of the house and which of them a service line may decide for itself. Budgets and contracts go to the body it reports to.',
  reportsTo: 'Clinical systems council of Westbrook',
  meets: 'every-two-weeks',
  scope: 'all',
  specialties: ['radiology', 'emergency', 'cardiology', 'breast', 'orthopaedics', 'oncology'],
  kinds: ['match', 'triage', 'release', 'overread', 'retention', 'redisclosure', 'responsibility', 'notification'],
  quorumPermille: 500,
  noticeDays: 0,
  votingDays: 7,
  members: seated([
    ['haddad', 'clinical', 'cardiology', true, 'cardiology'], ['yamada', 'clinical', 'musculoskeletal radiology', false, 'radiology', 'orthopaedics'], ['rossi', 'clinical', 'breast radiology', false, 'radiology', 'breast'],
    ['thorne', 'clinical', 'emergency medicine', false, 'emergency'], ['okonkwo', 'it', 'imaging informatics', true], ['papadakis', 'it', 'integration', false], ['brandt', 'business', 'finance', true],
  ]),
} as const;

/** A committee of one service line: what it may decide, the house hands to it. */
export const breastCommittee = {
  name: 'Breast imaging committee',
  charter: 'Decides for breast imaging what the committee of the house has handed to it, within the rules of the house.',
  goals: 'Outside mammograms at hand, and compared, before the patient comes.',
  terms: 'Reports what it adopted to the committee of the house each quarter.',
  reportsTo: 'Imaging exchange committee',
  meets: 'quarterly',
  scope: 'breast',
  specialties: ['breast', 'radiology'],
  kinds: ['triage', 'overread', 'retention'],
  quorumPermille: 600,
  noticeDays: 0,
  votingDays: 7,
  members: seated([['rossi', 'clinical', 'breast radiology', true, 'breast', 'radiology'], ['papadakis', 'it', 'integration', false], ['brandt', 'business', 'finance', false]]),
} as const;
