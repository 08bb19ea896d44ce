/** The kinds of object that can be made: class, modality and what their data set ends with. */

export const OBJECT_KINDS = [
  'ct',
  'mr',
  'cr',
  'mg',
  'us',
  'us-cine',
  'xa',
  'pt',
  'sc',
  'photo',
  'video',
  'pdf',
  'sr',
  'kos',
  'ecg',
  'presentation',
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

export type Content = 'slices' | 'colour' | 'stream' | 'document' | 'report' | 'waveform' | 'presentation';

export interface KindOfObject {
  readonly sopClassUid: string;
  readonly modality: string;
  readonly content: Content;
  readonly frames?: number;
}

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
const image = (suffix: string, modality: string, content: Content = 'slices', frames?: number): KindOfObject => ({
  sopClassUid: STORAGE + suffix,
  modality,
  content,
  ...(frames ? { frames } : {}),
});

export const KINDS: Readonly<Record<ObjectKind, KindOfObject>> = {
  ct: image('2', 'CT'),
  mr: image('4', 'MR'),
  cr: image('1', 'CR'),
  mg: image('1.2', 'MG'),
  us: image('6.1', 'US', 'colour'),
  'us-cine': image('3.1', 'US', 'colour', 4),
  xa: image('12.1', 'XA', 'slices', 4),
  pt: image('128', 'PT'),
  sc: image('7', 'OT', 'colour'),
  photo: image('77.1.4', 'XC', 'colour'),
  video: image('77.1.4.1', 'XC', 'stream', 30),
  pdf: image('104.1', 'DOC', 'document'),
  sr: image('88.11', 'SR', 'report'),
  kos: image('88.59', 'KO', 'report'),
  ecg: image('9.1.1', 'ECG', 'waveform'),
  presentation: image('11.1', 'PR', 'presentation'),
};
