import type { StateLook } from '@causeway/console-ui';
import type { ParcelState, ParcelView } from '@causeway/contracts';

const LOOKS: Readonly<Record<ParcelState, StateLook>> = {
  uploading: { hue: 'active', icon: 'upload', word: 'Uploading' },
  waiting: { hue: 'wait', icon: 'schedule', word: 'Waiting to be read' },
  reading: { hue: 'active', icon: 'sync', word: 'Being read' },
  read: { hue: 'good', icon: 'check_circle', word: 'Read' },
  failed: { hue: 'stop', icon: 'error', word: 'Not readable' },
  cancelled: { hue: 'wait', icon: 'remove', word: 'Cancelled' },
  expired: { hue: 'held', icon: 'schedule', word: 'Upload ran out' },
};

/** An upload nobody in this tab is sending has stopped. */
export function lookOf(parcel: ParcelView, sending: boolean): StateLook {
  if (parcel.state === 'uploading' && !sending) return { hue: 'attn', icon: 'pause_circle', word: parcel.mine ? 'Upload stopped' : 'Uploading elsewhere' };
  if (parcel.state === 'read' && (parcel.notTaken > 0 || parcel.taken === 0)) return { hue: 'attn', icon: 'rule', word: parcel.taken === 0 ? 'Nothing found' : 'Read in part' };
  return LOOKS[parcel.state];
}

export const formWords: Readonly<Record<ParcelView['form'], string>> = { folder: 'Folder', file: 'Archive or image', watched: 'Watched folder', photographs: 'Photographs' };

const IGNORED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'viewer': ['file of a viewer', 'files of a viewer'], 'autorun': ['autorun file', 'autorun files'], 'web-page': ['web page', 'web pages'], 'readme': ['note about the disc', 'notes about the disc'],
  'empty': ['empty file', 'empty files'], 'not-recognised': ['file that is nothing we know', 'files that are nothing we know'],
};
export const ignoredText = (why: string, files: number): string => counted(files, ...(IGNORED[why] ?? [why, why]));

export const asWords: Readonly<Record<string, string>> = { aside: 'Kept in quarantine', refused: 'Not kept', unread: 'Could not be read' };

const REASONS: Readonly<Record<string, string>> = {
  'truncated': 'The file is cut off.', 'beyond-end': 'The file is cut off: the disc or its copy is damaged.', 'unreadable': 'The disc did not give it: a damaged place.', 'too-large': 'It is too large.',
  'bomb': 'It unpacks to far more than it holds.', 'encrypted': 'It is protected by a password.', 'archive-broken': 'It is damaged in the archive.', 'not-readable': 'It is stored in a way that is not read.',
  'nested-too-deep': 'An archive inside an archive inside an archive.', 'identity-missing': 'It does not say to which study it belongs.', 'identity-invalid': 'Its UIDs are not valid.', 'too-deep': 'It is nested too deep.',
  'pixel-short': 'It has fewer pixels than it says.', 'end-missing': 'There is no image or document in it.', 'directory': 'This DICOMDIR cannot be read.', 'document-too-large': 'The document is too large to keep.',
  'exam-of-others': 'It says that it belongs to an exam that came from elsewhere. What comes by link is added to nothing but itself.', 'undecodable': 'The picture is damaged.', 'unsupported': 'It is no JPEG or PNG picture.', 'too-slow': 'The picture could not be read in time.',
  'meta-invalid': 'Its file head is broken.', 'not-dicom': 'It is not DICOM.', 'syntax-unknown': 'Its transfer syntax is not known.',
};
export const reasonWords = (reason: string): string => REASONS[reason] ?? `${reason.replaceAll('-', ' ')}.`;

export function sizeText(bytes: number): string {
  if (bytes < 2 ** 20) return `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en-US')} kB`;
  if (bytes < 2 ** 30) return `${(bytes / 2 ** 20).toLocaleString('en-US', { maximumFractionDigits: 0 })} MB`;
  return `${(bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 1 })} GB`;
}

export const counted = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
