// The people of the host and of partners who sign in. Roles are the letters of the access definition.

import { type Role } from '@causeway/access';

export interface StaffMember {
  readonly username: string;
  readonly name: string;
  readonly initials: string;
  readonly title: string;
  readonly roles: readonly Role[];
  /** Facility keys; '*' is all partners. */
  readonly facilities: readonly string[];
  /** Service lines; '*' is all. */
  readonly serviceLines: readonly string[];
  readonly subspecialties: readonly string[];
  /** Duty roles this person fills now. */
  readonly duties: readonly string[];
  readonly phone: string;
  readonly mail: string;
  /** One sentence for the sign-in page of the demo. */
  readonly can: string;
}

type Row = readonly [
  username: string,
  name: string,
  title: string,
  roles: string,
  facilities: string,
  lines: string,
  subspecialties: string,
  duties: string,
  can: string,
];

const ROWS: readonly Row[] = [
  [
    'mara',
    'Mara Lindqvist',
    'PACS administrator',
    'pa',
    '*',
    '*',
    '',
    'pacs-on-call',
    'Works the whole inbox: matches, checks, releases, recalls.',
  ],
  ['okoro', 'Jide Okoro', 'PACS administrator', 'pa', '*', '*', '', '', 'Second person for overrides and releases.'],
  [
    'priya',
    'Priya Anand',
    'Image triage, emergency and trauma',
    'tr',
    '*',
    'emergency trauma neurology neurosurgery burn',
    '',
    'triage',
    'Checks and releases urgent exams.',
  ],
  [
    'tomas',
    'Tomáš Beran',
    'Image triage, clinics',
    'tr',
    '*',
    'oncology orthopaedics breast paediatrics cardiology surgery general',
    '',
    '',
    'Checks and releases clinic exams.',
  ],
  [
    'diaz',
    'Dr. R. Díaz',
    'Neuroradiologist',
    'rd',
    '*',
    'neurology neurosurgery emergency trauma',
    'neuro emergency',
    'radiologist-on-call',
    'Reads outside neuro exams, on call until 07:00.',
  ],
  [
    'petrov',
    'Dr. A. Petrov',
    'Body radiologist',
    'rd',
    '*',
    'emergency trauma oncology surgery general',
    'body chest',
    '',
    'Reads outside body and chest exams.',
  ],
  [
    'yamada',
    'Dr. K. Yamada',
    'Musculoskeletal radiologist',
    'rd gm',
    '*',
    'orthopaedics paediatrics trauma',
    'msk paediatric',
    '',
    'Reads bones and joints; proposed draft 8.',
  ],
  ['rossi', 'Dr. M. Rossi', 'Breast radiologist', 'rd gm', '*', 'breast oncology', 'breast', '', 'Reads outside mammography.'],
  [
    'nkemelu',
    'Dr. C. Nkemelu',
    'Cardiac and nuclear radiologist',
    'rd',
    '*',
    'cardiology oncology',
    'cardiac nuclear vascular',
    '',
    'Reads heart, vessels and tracer studies.',
  ],
  [
    'vance',
    'Dr. H. Vance',
    'Neuroradiologist',
    'rd',
    '*',
    'neurology neurosurgery emergency trauma',
    'neuro emergency',
    'radiologist-on-call',
    'Takes turns on call with Dr. Díaz.',
  ],
  [
    'lund',
    'Dr. F. Lund',
    'Radiology resident',
    'rs',
    '*',
    'emergency neurology trauma',
    'neuro emergency',
    '',
    'Drafts reads; somebody else signs.',
  ],
  [
    'ingrid',
    'Ingrid Solheim',
    'Section lead, neuroradiology',
    'sl',
    '*',
    'neurology neurosurgery emergency trauma',
    'neuro',
    'section-lead',
    'Assigns reads, confirms overrides, sees figures.',
  ],
  ['webb', 'Dr. N. Webb', 'Emergency physician', 'cl', '*', 'emergency', '', 'ed-lead', 'Asks for reads and acknowledges findings.'],
  ['imre', 'Dr. S. Imre', 'Trauma surgeon', 'cl', '*', 'trauma surgery', '', 'trauma-on-call', 'Decides transfers.'],
  ['kaewmanee', 'Dr. L. Kaewmanee', 'Burn surgeon', 'cl', '*', 'burn', '', 'burn-on-call', 'Looks at photographs from the road.'],
  ['haddad', 'Dr. A. Haddad', 'Cardiologist, committee chair', 'cl gc', '*', 'cardiology', '', '', 'Chairs the imaging committee.'],
  ['moreau', 'Thérèse Moreau', 'Transfer nurse', 'tn', '*', '*', '', 'transfer-nurse', 'Opens cases and asks partners for exams at night.'],
  [
    'leila',
    'Leila Haddou',
    'Clinic liaison',
    'li',
    '*',
    'oncology orthopaedics neurology breast',
    '',
    'clinic-liaison',
    'Gets images ready before visits.',
  ],
  ['frank', 'Frank Delaney', 'Film room clerk', 'fr', '*', '*', '', 'film-room', 'Takes discs, answers requests for our exams.'],
  ['rosa', 'Rosa Guerrero', 'Registration clerk', 'rg', '*', '*', '', 'registration', 'Registers patients and confirms matches.'],
  ['theo', 'Theo Brandvold', 'Outreach', 'ou', '*', '*', '', 'outreach', 'Brings partners to live.'],
  ['solveig', 'Solveig Aune', 'Outreach lead', 'ol', '*', '*', '', 'outreach-lead', 'Approves go-live, owns relations.'],
  ['okonkwo', 'S. Okonkwo', 'Committee member, IT', 'gm', '*', '*', '', '', 'Votes on policies.'],
  ['brandt', 'L. Brandt', 'Committee member, business', 'gm', '*', '*', '', '', 'Votes on policies.'],
  ['papadakis', 'E. Papadakis', 'Committee member, IT', 'gm', '*', '*', '', '', 'Votes on policies.'],
  ['thorne', 'Dr. J. Thorne', 'Committee member, clinical', 'gm', '*', '*', '', '', 'Votes on policies.'],
  ['achterberg', 'R. Achterberg', 'Risk and records manager', 'rm', '*', '*', '', 'records', 'Holds, dispositions, purges.'],
  ['nyberg', 'K. Nyberg', 'Compliance officer', 'rm', '*', '*', '', '', 'Second person for holds and dispositions.'],
  ['audrey', 'Audrey Finch', 'Auditor', 'au', '*', '*', '', '', 'Reads the audit log, changes nothing.'],
  ['sasha', 'Sasha Ivanenko', 'System administrator', 'sa', '*', '*', '', '', 'Endpoints and settings; sees no patient data.'],
  ['whitfield', 'J. Whitfield', 'PACS, Lakeview Trauma', 'pu', 'LAKEVIEW', '', '', '', 'Sees what Lakeview sent and was sent.'],
  ['reyes', 'Paul Reyes', 'Imaging IT, St. Mary’s', 'pu', 'STMARY', '', '', '', 'Sees what St. Mary’s sent and was sent.'],
];

const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

function initials(name: string): string {
  const parts = name
    .replace(/^Dr\. /, '')
    .split(/[ .]+/)
    .filter((p) => p !== '');
  return (parts[0]!.charAt(0) + parts[parts.length - 1]!.charAt(0)).toUpperCase();
}

export const staff: readonly StaffMember[] = ROWS.map(
  ([username, name, title, roles, facilities, lines, subspecialties, duties, can], i) => ({
    username,
    name,
    initials: initials(name),
    title,
    roles: words(roles) as readonly Role[],
    facilities: words(facilities),
    serviceLines: words(lines),
    subspecialties: words(subspecialties),
    duties: words(duties),
    phone: `+1 555 0${String(200 + i)}`,
    mail: `${username}@${roles === 'pu' ? 'partner' : 'westbrook'}.example`,
    can,
  }),
);
