// What a partner is, as far as a sender must know: its names, issuers, devices and habits.
import { type CharacterSet } from '../dicom/charset';
import { type Syntax } from '../dicom/write';

export type Door = 'dimse' | 'dimse-tls' | 'dicomweb' | 'disc' | 'portal' | 'xds' | 'ems' | 'hl7';
export type Status = 'prospect' | 'contacted' | 'agreement' | 'connecting' | 'testing' | 'live' | 'paused';

export interface Device {
  readonly modality: string;
  readonly aeTitle: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly station: string;
  readonly serial: string;
  readonly software: string;
}

export interface Facility {
  /** Short key, also the namespace of its patient identifiers. */
  readonly key: string;
  readonly name: string;
  /** As its machines write it: capitals, no apostrophe. */
  readonly institution: string;
  readonly kind: 'hospital' | 'trauma-centre' | 'emergency-department' | 'clinic' | 'imaging-centre' | 'ems' | 'practice';
  /** OID of its patient identifiers, and of its accession numbers. */
  readonly patientIssuer: string;
  readonly orderIssuer: string;
  readonly homeCommunity: string;
  readonly status: Status;
  readonly tier: 'strategic' | 'regular' | 'occasional';
  readonly address: string;
  readonly miles: number;
  readonly phone: string;
  readonly contact: string;
  readonly zone: string;
  /** How its exams come, first choice first. */
  readonly doors: readonly Door[];
  /** AE title its archive calls us with. */
  readonly aeTitle: string;
  readonly devices: readonly Device[];
  readonly radiologists: readonly string[];
  readonly referrers: readonly string[];
  /** Character set it writes when the name allows; null is plain ASCII. */
  readonly charset: CharacterSet | null;
  readonly syntax: Syntax;
  /** How it writes names: as they are, or in capitals without accents. */
  readonly spelling: 'as-is' | 'capitals';
  /** Does it send the issuer of its patient ids? */
  readonly sendsIssuer: boolean;
  readonly accession: (n: number) => string;
  readonly patientId: (n: number) => string;
  /** How its signed report comes beside the images. */
  readonly reports: readonly ('oru' | 'pdf' | 'sr')[];
  readonly examsPerMonth: number;
}
