// Ball holders: the words of the machines' holders, and their hue where a bar is cut by holder.
const words: Readonly<Record<string, string>> = {
  sender: 'Sender',
  identity: 'Matching',
  registration: 'Registration',
  triage: 'Triage',
  system: 'Causeway',
  named: 'A named person',
  pacs: 'PACS administrator',
  pool: 'Reading pool',
  reader: 'Radiologist',
  holder: 'Holder',
  attending: 'Attending',
  requester: 'Requester',
  recipient: 'Recipient',
  opener: 'Whoever opened it',
  consultant: 'Consultant',
  approver: 'Approver',
  records: 'Film room',
  team: 'Team',
  board: 'Board',
  reviewer: 'Reviewer',
  receiver: 'Receiver',
  centre: 'Imaging centre',
  scheduler: 'Scheduler',
  patient: 'Patient',
  crew: 'Crew',
  sites: 'The sites',
};

const colours: Readonly<Record<string, string>> = {
  sender: 'var(--cw-viz-muted)',
  identity: 'var(--cw-viz-1)',
  registration: 'var(--cw-viz-1)',
  triage: 'var(--cw-viz-3)',
  reader: 'var(--cw-viz-2)',
  attending: 'var(--cw-viz-2)',
  pool: 'var(--cw-viz-2)',
};

/** Who must act, in words; a code we have no word for is shown as it is rather than hidden. */
export const holderWord = (holder: string): string => words[holder] ?? holder;
export const holderColour = (holder: string): string => colours[holder] ?? 'var(--cw-viz-5)';
