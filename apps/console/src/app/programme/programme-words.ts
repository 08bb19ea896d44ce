import type { StateLook } from '@causeway/console-ui';
import { countText, dateText } from '@causeway/console-ui';
import type { Figure, OwnedBy } from '@causeway/contracts';
import { measures, type ChannelKind, type ChannelOwner, type ChannelStanding, type GoalStanding, type MeasureId, type MeasureUnit, type VendorPart, type WorkReason } from '@causeway/domain';

/** A number of a measure with its unit. */
export function amountText(unit: MeasureUnit, value: number): string {
  if (unit === 'permille') return `${(value / 10).toFixed(value % 10 === 0 ? 0 : 1)} %`;
  if (unit === 'count') return countText(value);
  if (value < 120) return `${value} min`;
  return value < 2880 ? `${(value / 60).toFixed(1)} h` : `${(value / 1440).toFixed(1)} days`;
}
export function figureText(unit: MeasureUnit, f: Figure): string {
  if (f.few) return 'fewer than 5';
  return f.value === null ? 'none' : amountText(unit, f.value);
}
export const measureText = (measure: MeasureId, f: Figure): string => figureText(measures[measure].unit, f);
/** "at least 80 %", "at most 4.0 h" */
export const targetText = (measure: MeasureId, target: number): string => `${measures[measure].better === 'more' ? 'at least' : 'at most'} ${amountText(measures[measure].unit, target)}`;
/** Height of a bar against the highest, in percent; of few it is only said that there are some. */
export const heightOf = (all: readonly Figure[], f: Figure): number => (f.few ? FEW_PERCENT : Math.round((100 * (f.value ?? 0)) / Math.max(1, ...all.map((m) => m.value ?? 0))));
const FEW_PERCENT = 6;

export const goalLooks: Readonly<Record<GoalStanding, StateLook>> = {
  met: { hue: 'good', icon: 'check_circle', word: 'Met' },
  open: { hue: 'active', icon: 'timelapse', word: 'Not yet' },
  missed: { hue: 'stop', icon: 'error', word: 'Missed' },
  'not-known': { hue: 'wait', icon: 'help', word: 'Not known yet' },
};

const ACTS: Readonly<Record<string, string>> = {
  'lease.claim': 'Claimed by somebody', 'lease.takeover': 'Taken over from somebody', 'match.accept': 'Patient confirmed', 'match.override': 'Patient decided against a difference', 'match.confirm-second': 'Second look at the patient', 'match.dismiss-candidate': 'Candidate dismissed',
  'match.register': 'Registration asked for', 'inbound.checklist-saved': 'Checklist answered', 'inbound.pass-check': 'Check passed by hand', 'inbound.approve': 'Released by hand', 'inbound.need-set': 'Need written down', 'inbound.park': 'Set aside', 'inbound.unpark': 'Taken up again',
  'inbound.clear': 'Let go on from quarantine', 'inbound.quarantine': 'Stopped', 'inbound.reopen': 'Opened again', 'inbound.split': 'Parted', 'parcel.made': 'Disc or files brought in', 'report.attached': 'Report attached', 'registration.complete': 'Registered',
};
export const actText = (act: string): string => ACTS[act] ?? act.replace('.', ': ').replaceAll('-', ' ');

export const workWords: Readonly<Record<WorkReason, string>> = {
  overdue: 'the step is overdue', due: 'the step is due within a week', planned: 'the step has its day', 'no-day': 'the step has no day', stale: 'nothing happened for longer than the stage allows', 'no-step': 'nobody said what is next', 'nothing-due': 'live, nothing is due',
};
/** Why a partner stands where it stands: its tier first, then what is due. */
export const orderText = (tier: string, because: WorkReason, on: string | null): string => `${tier}; ${workWords[because]}${on ? `, ${dateText(on)}` : ''}`;

export const channelWords: Readonly<Record<ChannelKind, string>> = {
  'shared-mailbox': 'Shared mailbox', 'consumer-app': 'Consumer photo or chat app', fax: 'Fax', 'courier-disc': 'Discs by courier', 'usb-stick': 'USB sticks', 'vendor-portal': 'Portal of a vendor', 'line-of-business': 'System a service line bought', other: 'Another way',
};
export const channelLooks: Readonly<Record<ChannelStanding, StateLook>> = {
  replaced: { hue: 'good', icon: 'check_circle', word: 'Replaced' },
  late: { hue: 'stop', icon: 'error', word: 'Late' },
  planned: { hue: 'active', icon: 'event_available', word: 'Planned' },
  'no-plan': { hue: 'attn', icon: 'warning', word: 'No plan' },
  fine: { hue: 'good', icon: 'verified_user', word: 'May stay' },
};
export const ownWords: Readonly<Record<string, string>> = {
  dimse: 'DICOM connections', dicomweb: 'DICOMweb', hl7v2: 'HL7 messages', 'ihe-sharing': 'IHE sharing', 'ihe-identity': 'IHE identity', 'fhir-mhd': 'FHIR documents', media: 'Watched folders', disc: 'Discs read here', upload: 'Uploads by patients and partners', stow: 'DICOMweb',
};
export const ownerWords: Readonly<Record<ChannelOwner, string>> = { 'radiology-it': 'Radiology IT', 'enterprise-it': 'Enterprise IT', 'service-line': 'Service line', vendor: 'Vendor' };
/** Who answers for a policy or a connection, as a sentence. */
export const ownedText = (owner: OwnedBy | null): string => (owner ? `Owned by ${owner.person}, ${ownerWords[owner.part]}` : 'Nobody owns it yet');
export const vendorPartWords: Readonly<Record<VendorPart['part'], string>> = { commitments: 'Commitments kept', standards: 'Connections that speak a standard and pass', transfers: 'Transfers that arrived', tests: 'Tests of the connection passed' };
