// The host as an installation: names, addresses on the network, issuers.
import { facilities, host } from './facilities';

export interface Site {
  readonly key: string;
  readonly name: string;
  readonly zone: string;
  /** State whose retention law applies. */
  readonly jurisdiction: string;
  /** The AE title partners send to, and those of our archive and information systems. */
  readonly aeTitles: { readonly causeway: string; readonly pacs: string; readonly ris: string; readonly his: string };
  readonly patientIssuer: string;
  readonly orderIssuer: string;
  readonly homeCommunity: string;
  /** HL7 names: MSH-3 and MSH-4 of the registration and radiology systems, and our own. */
  readonly hl7: {
    readonly adt: readonly [string, string];
    readonly ris: readonly [string, string];
    readonly causeway: readonly [string, string];
  };
  readonly serviceLines: readonly string[];
  /** Procedure codes of the host, for orders and localised copies: code and meaning by our procedure key. */
  readonly procedures: Readonly<Record<string, readonly [string, string]>>;
}

export const serviceLines = [
  'emergency',
  'trauma',
  'neurology',
  'neurosurgery',
  'cardiology',
  'oncology',
  'orthopaedics',
  'breast',
  'paediatrics',
  'surgery',
  'burn',
  'general',
] as const;
export type ServiceLine = (typeof serviceLines)[number];

const procedures = {
  'ct-head': ['CTHD', 'CT head without contrast'],
  'cta-head-neck': ['CTAHN', 'CTA head and neck'],
  'ct-chest': ['CTCH', 'CT chest'],
  'ct-cap': ['CTCAP', 'CT chest, abdomen and pelvis'],
  'ct-abdomen': ['CTAB', 'CT abdomen and pelvis'],
  'cr-chest': ['XRCH', 'Chest radiograph'],
  'cr-wrist': ['XRWR', 'Wrist radiograph'],
  'cr-forearm': ['XRFA', 'Forearm radiograph'],
  'mr-lumbar': ['MRLS', 'MR lumbar spine'],
  'mr-brain': ['MRBR', 'MR brain'],
  'mr-knee': ['MRKN', 'MR knee'],
  'mg-screening': ['MGSC', 'Screening mammography'],
  'us-abdomen': ['USAB', 'US abdomen'],
  'us-pelvis': ['USPV', 'US pelvis'],
  'xa-coronary': ['XACO', 'Coronary angiography'],
  'pt-ct': ['PTCT', 'PET/CT skull to thigh'],
  'nm-heart': ['NMMP', 'Myocardial perfusion'],
  photo: ['VLPH', 'Clinical photograph'],
} as const;
export type ProcedureKey = keyof typeof procedures;

export const site: Site = {
  key: host.key,
  name: host.name,
  zone: host.zone,
  jurisdiction: 'US-NC',
  aeTitles: { causeway: 'CAUSEWAY1', pacs: 'WESTPACS', ris: 'WESTRIS', his: 'WESTHIS' },
  patientIssuer: host.patientIssuer,
  orderIssuer: host.orderIssuer,
  homeCommunity: host.homeCommunity,
  hl7: { adt: ['WESTHIS', 'WESTBROOK'], ris: ['WESTRIS', 'WESTBROOK'], causeway: ['CAUSEWAY', 'WESTBROOK'] },
  serviceLines,
  procedures,
};

export const partners = facilities.slice(1);
