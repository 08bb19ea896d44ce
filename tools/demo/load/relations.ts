// What outreach knows of each partner of the demonstration: people, agreements, volumes, what was done and what is next. All invented.
import { type World } from '../world/index';

type Contact = readonly [kind: 'clinical' | 'administrative' | 'pacs' | 'it' | 'after-hours', name: string, title: string, phone: string, email: string, everyDays?: number];
type Activity = readonly [daysAgo: number, kind: 'call' | 'mail' | 'visit' | 'meeting' | 'note' | 'education', words: string];

interface Relation {
  readonly owner: 'theo' | 'solveig';
  readonly stageDays: number;
  readonly purposes: readonly ('treatment' | 'payment' | 'operations' | 'research')[];
  readonly discPercent: number;
  readonly serviceLines: readonly string[];
  readonly contacts: readonly Contact[];
  /** Days before now it began, days until it ends; no end when null. Not signed when nobody is named. */
  readonly agreement?: { readonly daysAgo: number; readonly endsIn: number | null; readonly by: readonly [name: string, title: string] | null };
  readonly next?: readonly [words: string, inDays: number];
  readonly activities: readonly Activity[];
  readonly networks?: readonly (readonly [name: string, kind: 'network' | 'affinity-domain' | 'health-system', oid: string])[];
  readonly products?: readonly (readonly [vendor: string, name: string, version: string, usedFor: string])[];
  readonly procedures?: readonly (readonly [name: string, exams: number, ours: string | null])[];
  readonly flow?: 'in' | 'out' | 'none';
}

const EAST = ['CareShare East', 'affinity-domain', '1.2.3.4.900'] as const;
const TERMS = 'Both houses exchange exams and reports of patients both of them treat. Each names who may ask and who may send, keeps a record of every disclosure, and tells the other within a day of anything that went to the wrong place. Exams are used for treatment. What is sent on to others carries these terms with it.';
const NAMES: Relation['procedures'] = [['CT HEAD W/O', 410, 'CT head without contrast'], ['CT ABD/PEL W', 260, 'CT abdomen and pelvis with contrast'], ['CXR 2V', 900, 'XR chest 2 views'], ['MR BRAIN W WO', 120, 'MR brain with and without contrast'], ['XR ORBITS', 30, null]];
const mail = (who: string, of: string): string => `${who}@${of}.example`;

const RELATIONS: Readonly<Record<string, Relation>> = {
  STMARY: {
    owner: 'theo', stageDays: 410, purposes: ['treatment', 'operations'], discPercent: 4, serviceLines: ['neurology', 'trauma', 'cardiology'], agreement: { daysAgo: 430, endsIn: null, by: ['Ellen Vogt', 'Chief operating officer'] }, networks: [EAST],
    contacts: [['clinical', 'Dr. Hugo Castellano', 'Chair of radiology', '+1 555 0122', mail('castellano', 'stmary'), 90], ['administrative', 'Ellen Vogt', 'Chief operating officer', '+1 555 0123', '', 180], ['it', 'Paul Reyes', 'Imaging IT', '+1 555 0121', mail('reyes', 'stmary'), 30], ['after-hours', 'Radiology desk', 'Night technologist', '+1 555 0129', '']],
    products: [['Imagon', 'Archive 9', '9.4', 'PACS'], ['Redwood', 'RIS', '2025.2', 'RIS']], procedures: NAMES, activities: [[6, 'call', 'Paul Reyes: their archive moves to new disks on the weekend; short breaks are expected.'], [48, 'meeting', 'Quarterly meeting. Discs are nearly gone; they ask for reports of over-reads in their RIS.']],
  },
  LAKEVIEW: {
    owner: 'theo', stageDays: 9, purposes: ['treatment'], discPercent: 31, serviceLines: ['trauma', 'neurology'], agreement: { daysAgo: 20, endsIn: 710, by: ['Dr. Ruth Kaplan', 'Chief medical officer'] }, next: ['Certificate exchange with their IT', 2],
    contacts: [['clinical', 'Dr. Tess Osborne', 'Trauma radiology', '+1 555 0118', mail('osborne', 'lakeview-trauma'), 60], ['pacs', 'J. Whitfield', 'PACS administrator', '+1 555 0119', mail('whitfield', 'lakeview-trauma'), 14], ['it', 'Lena Ortiz', 'Network security', '+1 555 0117', mail('ortiz', 'lakeview-trauma')], ['after-hours', 'House supervisor', '', '+1 555 0110', '']],
    products: [['Imagon', 'Archive 8', '8.7', 'PACS']], networks: [EAST],
    procedures: [['CT TRAUMA HEAD', 520, 'CT head without contrast'], ['CT C-SPINE', 480, 'CT cervical spine without contrast'], ['CT CAP TRAUMA', 390, 'CT abdomen and pelvis with contrast'], ['PELVIS AP', 210, 'XR pelvis'], ['FAST US', 160, null]],
    activities: [[1, 'call', 'Lena Ortiz opens port 2762 for us by Thursday.'], [9, 'mail', 'Sent the worksheet with AE titles and addresses of both sides.'], [20, 'meeting', 'Dr. Kaplan signed. They want to start with trauma CT.']],
  },
  HARBOR: {
    owner: 'theo', stageDays: 240, purposes: ['treatment'], discPercent: 9, serviceLines: ['trauma', 'general'], agreement: { daysAgo: 260, endsIn: 470, by: ['Greta Holm', 'Administrator'] },
    contacts: [['clinical', 'Dr. Mina Sato', 'Emergency physician, informatics', '+1 555 0133', mail('sato', 'harborpoint'), 60], ['it', 'Integration desk', '', '+1 555 0134', mail('integration', 'harborpoint')], ['after-hours', 'Charge nurse', '', '+1 555 0139', '']], procedures: NAMES, activities: [[12, 'visit', 'Showed the night crew how an exam is followed to the over-read.']],
  },
  NORTHFLD: {
    owner: 'solveig', stageDays: 610, purposes: ['treatment'], discPercent: 96, serviceLines: ['orthopaedics'], agreement: { daysAgo: 640, endsIn: 90, by: ['Simon Adler', 'Practice owner'] }, next: ['Offer the upload page instead of discs', 5],
    contacts: [['clinical', 'Dr. Simon Adler', 'Orthopaedic surgeon', '+1 555 0145', '', 120], ['administrative', 'Front desk', '', '+1 555 0144', mail('desk', 'northfieldortho')]], activities: [[33, 'call', 'Front desk burns about four discs a day; patients carry them.']],
  },
  CHILDRN: { owner: 'solveig', stageDays: 300, purposes: ['treatment'], discPercent: 20, serviceLines: ['paediatrics'], agreement: { daysAgo: 320, endsIn: null, by: ['Dr. Ellen Moss', 'Director'] }, contacts: [['clinical', 'Dr. Ellen Moss', 'Director', '+1 555 0152', mail('moss', 'childrensclinic'), 90], ['after-hours', 'Nurse station', '', '+1 555 0151', '']], activities: [[70, 'education', 'Training of the nurse station on uploads.']] },
  VALLEY: {
    owner: 'theo', stageDays: 180, purposes: ['treatment', 'operations'], discPercent: 12, serviceLines: ['oncology', 'breast'], agreement: { daysAgo: 200, endsIn: 25, by: ['Dana Cole', 'Records'] }, next: ['Renewal: their counsel has the draft', 8], networks: [EAST],
    contacts: [['administrative', 'Dana Cole', 'Records', '+1 555 0162', mail('cole', 'valleyimaging'), 45], ['clinical', 'Dr. Meera Iyer', 'Breast imaging', '+1 555 0163', '', 120], ['it', 'Oskar Lind', 'Systems', '+1 555 0164', mail('lind', 'valleyimaging')]], products: [['Northlight', 'Cloud Archive', '2026', 'archive']], procedures: NAMES,
    activities: [[3, 'mail', 'Draft of the renewed agreement sent to Dana Cole.'], [40, 'meeting', 'They want mammograms of the last ten years to be found at once.']],
  },
  MEDIC14: { owner: 'solveig', stageDays: 90, purposes: ['treatment'], discPercent: 0, serviceLines: ['trauma', 'burn'], agreement: { daysAgo: 100, endsIn: 265, by: ['Chief Alan Burke', 'County EMS'] }, contacts: [['administrative', 'Chief Alan Burke', 'County EMS', '+1 555 0113', mail('burke', 'countyems'), 90], ['after-hours', 'Crew chief on duty', '', '+1 555 0114', '']], activities: [[25, 'education', 'Two crews were shown the photograph page.']] },
  HILLVIEW: {
    owner: 'theo', stageDays: 21, purposes: ['treatment'], discPercent: 70, serviceLines: ['general'], agreement: { daysAgo: 387, endsIn: -22, by: ['Colin Marsh', 'Owner'] }, flow: 'in', next: ['Ask Colin Marsh whether they go on', -3],
    contacts: [['clinical', 'Dr. Colin Marsh', 'Owner', '+1 555 0172', mail('marsh', 'hillviewimaging'), 30], ['pacs', 'Film room', '', '+1 555 0171', '']], activities: [[18, 'call', 'Film room says the owner is away; no answer on the renewal.'], [60, 'mail', 'Reminder that the agreement ends.']],
  },
  LAKESIDE: {
    owner: 'theo', stageDays: 6, purposes: ['treatment'], discPercent: 22, serviceLines: ['general', 'trauma'], agreement: { daysAgo: 45, endsIn: 685, by: ['Ida Frost', 'Chief executive'] }, next: ['Find somebody who answers at night', 4], networks: [EAST],
    contacts: [['clinical', 'Dr. Sven Aalto', 'Radiology', '+1 555 0180', mail('aalto', 'lakeside'), 30], ['it', 'Priit Saar', 'PACS and network', '+1 555 0181', mail('saar', 'lakeside')], ['administrative', 'Ida Frost', 'Chief executive', '+1 555 0182', '']],
    procedures: [['CT HEAD', 300, 'CT head without contrast'], ['CHEST 2V', 500, 'XR chest 2 views'], ['KNEE', 90, 'XR knee'], ['ABD SURVEY', 260, null]], activities: [[2, 'call', 'Priit Saar sees our test exam.'], [6, 'note', 'The line passes every rung.']],
  },
  EASTONC: { owner: 'solveig', stageDays: 150, purposes: ['treatment', 'research'], discPercent: 15, serviceLines: ['oncology'], agreement: { daysAgo: 170, endsIn: 195, by: ['Leïla Amari', 'Medical director'] }, contacts: [['clinical', 'Dr. Leïla Amari', 'Medical director', '+1 555 0191', mail('amari', 'eastbrookcancer'), 90], ['administrative', 'Tumor board office', '', '+1 555 0190', '']], procedures: NAMES, activities: [[14, 'meeting', 'Joint tumor board: they want outside pathology with the exams.']] },
  RIVERBND: { owner: 'theo', stageDays: 19, purposes: [], discPercent: 80, serviceLines: [], contacts: [['clinical', 'Dr. Piotr Nowak', 'Family physician', '+1 555 0195', mail('nowak', 'riverbend')], ['it', 'Their son, computers', '', '+1 555 0196', '']], activities: [[19, 'call', 'Dr. Nowak is interested; asks what it costs.']] },
};

/** Partners nothing comes from yet, or nothing more. */
const OTHERS: readonly (Relation & { readonly key: string; readonly name: string; readonly kind: string; readonly status: string; readonly tier: string; readonly place: string; readonly volume: number; readonly oid: string })[] = [
  { key: 'PINERDG', name: 'Pine Ridge Health', kind: 'hospital', status: 'prospect', tier: 'regular', place: '30 Summit Road, Pine Ridge, NC 28733', volume: 85, oid: '1.2.3.4.120.1', owner: 'theo', stageDays: 12, purposes: [], discPercent: 60, serviceLines: [], contacts: [['administrative', 'Walt Perry', 'Outreach manager', '+1 555 0201', mail('perry', 'pineridge')]], next: ['Find out who runs their PACS', 6], activities: [[12, 'note', 'Sends us about twenty transfers a month, all on disc.']] },
  { key: 'COASTAL', name: 'Coastal Spine and Joint', kind: 'clinic', status: 'prospect', tier: 'occasional', place: '8 Dune Street, Coastal, NC 28512', volume: 25, oid: '1.2.3.4.121.1', owner: 'solveig', stageDays: 75, purposes: [], discPercent: 90, serviceLines: ['orthopaedics'], contacts: [], activities: [[75, 'note', 'Named by two of our surgeons.']] },
  { key: 'SUMMIT', name: 'Summit County Hospital', kind: 'hospital', status: 'agreement', tier: 'strategic', place: '1 County Square, Summit, NC 28799', volume: 210, oid: '1.2.3.4.122.1', owner: 'theo', stageDays: 11, purposes: ['treatment', 'operations'], discPercent: 45, serviceLines: ['trauma', 'cardiology'], agreement: { daysAgo: 0, endsIn: 730, by: null }, next: ['Their counsel answers on re-disclosure', 3], contacts: [['clinical', 'Dr. Amy Tran', 'Cardiology', '+1 555 0212', mail('tran', 'summitcounty'), 30], ['it', 'Rob Neely', 'IT director', '+1 555 0213', mail('neely', 'summitcounty'), 14], ['administrative', 'Grace Odum', 'Counsel', '+1 555 0214', '']], products: [['Northlight', 'PACS One', '5.1', 'PACS']], activities: [[4, 'call', 'Grace Odum reads the terms; asks who may send exams on.'], [11, 'meeting', 'First meeting with cardiology and IT.']] },
  { key: 'OLDMILL', name: 'Old Mill Radiology', kind: 'imaging-centre', status: 'retired', tier: 'occasional', place: 'Old Mill, NC 28722', volume: 0, oid: '1.2.3.4.123.1', owner: 'solveig', stageDays: 200, purposes: ['treatment'], discPercent: 100, serviceLines: [], contacts: [], activities: [[200, 'note', 'Closed; its records went to Valley Imaging.']] },
];

const relationOf = ({ owner, stageDays, purposes, discPercent, serviceLines, contacts, agreement, next, activities, networks, products, procedures, flow }: Relation, place: string, volume: number): object => ({
  owner, stageDays, purposes, discPermille: discPercent * 10, serviceLines, place, volume, flow: flow ?? null,
  contacts: contacts.map(([kind, name, title, phone, email, everyDays]) => ({ kind, name, title, phone, email, everyDays: everyDays ?? null })),
  agreement: agreement ? { daysAgo: agreement.daysAgo, endsIn: agreement.endsIn, terms: TERMS, by: agreement.by ? { name: agreement.by[0], title: agreement.by[1] } : null } : null,
  next: next ? { words: next[0], inDays: next[1] } : null, activities: activities.map(([daysAgo, kind, words]) => ({ daysAgo, kind, words })),
  networks: (networks ?? []).map(([name, kind, oid]) => ({ name, kind, oid })), products: (products ?? []).map(([vendor, name, version, usedFor]) => ({ vendor, name, version, usedFor })),
  procedures: (procedures ?? []).map(([name, exams, ours]) => ({ name, code: '', exams, ours })),
});

/** What is known of a partner of the world, for the document. */
export function relationTo(partner: World['facilities'][number]): object | null {
  const relation = RELATIONS[partner.key];
  return relation ? relationOf(relation, partner.address, partner.examsPerMonth) : null;
}

export const otherPartners = (): object[] => OTHERS.map((o) => ({ key: o.key, name: o.name, kind: o.kind, status: o.status, tier: o.tier, host: false, issuerOid: o.oid, relation: relationOf(o, o.place, o.volume) }));
export const otherKeys: readonly string[] = OTHERS.map((o) => o.key);

/** Campaigns, and which partners got their material so many days ago. */
export const campaigns: readonly object[] = [
  { name: 'No more discs', kind: 'campaign', material: 'A letter to heads of radiology with what a disc costs them a year, and a flyer for the front desk.', given: [{ facility: 'NORTHFLD', how: 'letter', daysAgo: 33 }, { facility: 'PINERDG', how: 'mail', daysAgo: 12 }, { facility: 'STMARY', how: 'visit', daysAgo: 48 }] },
  { name: 'How a transfer exam reaches the trauma bay', kind: 'education', material: 'Twenty minutes with slides, for night crews.', given: [{ facility: 'HARBOR', how: 'visit', daysAgo: 12 }, { facility: 'MEDIC14', how: 'meeting', daysAgo: 25 }] },
];
/** What vendors said their products will speak. */
export const commitments: readonly object[] = [
  { vendor: 'Imagon', product: 'Archive 9', standard: 'DICOMweb STOW-RS and WADO-RS', dueInDays: -120, state: 'kept', source: 'Letter of intent' },
  { vendor: 'Imagon', product: 'Archive 8', standard: 'DICOM TLS with BCP 195', dueInDays: -40, state: 'promised', source: 'Roadmap 2026' },
  { vendor: 'Northlight', product: 'Cloud Archive', standard: 'IHE XDS-I.b', dueInDays: 150, state: 'promised', source: 'Contract, annex 3' },
];
/** Waves of the programme, with what was reached. */
export const milestones: readonly object[] = [
  { wave: 'Wave 1: trauma', name: 'Trauma partners send by wire', owner: 'Solveig Aune', dueInDays: -60, done: true, serviceLine: 'trauma', facilities: ['STMARY', 'HARBOR'] },
  { wave: 'Wave 1: trauma', name: 'Lakeview and Summit live', owner: 'Theo Brandvold', dueInDays: -4, done: false, serviceLine: 'trauma', facilities: ['LAKEVIEW', 'SUMMIT'] },
  { wave: 'Wave 2: orthopaedics', name: 'Northfield sends by upload instead of discs', owner: 'Solveig Aune', dueInDays: 60, done: false, serviceLine: 'orthopaedics', facilities: ['NORTHFLD'] },
  { wave: 'Wave 2: orthopaedics', name: 'Courier discs are switched off', owner: 'Mara Lindqvist', dueInDays: 120, done: false, serviceLine: null, facilities: [] },
];
/** Ways images travel here that nobody would buy again. */
export const otherChannels: readonly object[] = [
  { name: 'Wound photographs in a chat group', kind: 'consumer-app', secure: false, serviceLine: 'burn', owner: 'Burn clinic, charge nurse', perMonth: 60, plan: 'The wound diary of the portal', replaceInDays: 45 },
  { name: 'Shared mailbox of the spine clinic', kind: 'shared-mailbox', secure: false, serviceLine: 'orthopaedics', owner: 'Spine clinic, front desk', perMonth: 35, plan: '', replaceInDays: null },
  { name: 'Discs by courier from practices', kind: 'courier-disc', secure: false, serviceLine: null, owner: 'Film room', perMonth: 180, plan: 'Uploads by the practices', replaceInDays: -10 },
  { name: 'Echo portal of cardiology', kind: 'line-of-business', secure: true, serviceLine: 'cardiology', owner: 'Cardiology IT', perMonth: 90, plan: 'Ends with its contract', replaceInDays: 300 },
];
