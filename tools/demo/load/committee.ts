/** The committee of the demonstration: seven people of three constituencies, who vote at once when a vote is called. */
const members: readonly (readonly [username: string, constituency: string, specialty: string, officer: boolean])[] = [
  ['haddad', 'clinical', 'cardiology', true], ['yamada', 'clinical', 'musculoskeletal radiology', false], ['rossi', 'clinical', 'breast radiology', false], ['thorne', 'clinical', 'emergency medicine', false],
  ['okonkwo', 'it', 'imaging informatics', true], ['papadakis', 'it', 'integration', false], ['brandt', 'business', 'finance', true],
];

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
  kinds: ['match', 'triage', 'release', 'overread', 'retention', 'redisclosure', 'responsibility', 'notification'],
  quorumPermille: 500,
  noticeDays: 0,
  votingDays: 7,
  members: members.map(([username, constituency, specialty, officer]) => ({ username, constituency, specialty, officer })),
} as const;
