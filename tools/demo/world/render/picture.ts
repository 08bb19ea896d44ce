// What a painter hands over for one object: samples, their meaning, and the attributes only this kind of object has.
import { type Dataset } from '../dicom/dictionary';
import { type DemoExam } from '../exams/exam';
import { type Phantom } from '../exams/phantom';
import { type Canvas, orientation } from '../imaging/canvas';

export const sopClasses = {
  cr: '1.2.840.10008.5.1.4.1.1.1',
  mg: '1.2.840.10008.5.1.4.1.1.1.2',
  ct: '1.2.840.10008.5.1.4.1.1.2',
  mr: '1.2.840.10008.5.1.4.1.1.4',
  us: '1.2.840.10008.5.1.4.1.1.6.1',
  sc: '1.2.840.10008.5.1.4.1.1.7',
  xa: '1.2.840.10008.5.1.4.1.1.12.1',
  nm: '1.2.840.10008.5.1.4.1.1.20',
  pt: '1.2.840.10008.5.1.4.1.1.128',
  photo: '1.2.840.10008.5.1.4.1.1.77.1.4',
  pdf: '1.2.840.10008.5.1.4.1.1.104.1',
  sr: '1.2.840.10008.5.1.4.1.1.88.11',
} as const;

export interface Picture {
  readonly sopClass: string;
  /** One for each frame: words are grey, bytes grey or RGB pixel by pixel. */
  readonly frames: readonly (Int16Array | Uint8Array)[];
  readonly columns: number;
  readonly rows: number;
  readonly channels: 1 | 3;
  readonly bitsStored: number;
  readonly attributes: Dataset;
  /** Planes of one kind share a frame of reference. */
  readonly inSpace: boolean;
}

export interface PaintContext<K extends Phantom['kind']> {
  readonly exam: DemoExam;
  readonly phantom: Extract<Phantom, { kind: K }>;
  readonly matrix: number;
  /** Objects of the whole series, for those that share them out over something. */
  readonly images: number;
  /** Date the objects were made, DICOM DA and TM. */
  readonly date: string;
  readonly time: string;
}

/** Draws object number `index` (from 0) of a series. */
export type Painter = (index: number) => Picture;

/** Image Plane module (PS3.3 C.7.6.2) of a canvas: position of the first pixel's centre, in mm. */
export function planeModule(of: Canvas, thickness: number): Dataset {
  const [x, y, z] = of.origin;
  const location = of.name === 'axial' ? z : of.name === 'sagittal' ? x : y;
  return {
    PixelSpacing: [of.pixel, of.pixel],
    ImageOrientationPatient: orientation(of.name),
    ImagePositionPatient: [round(x), round(y), round(z)],
    SliceThickness: thickness,
    SliceLocation: round(location),
  };
}

const round = (v: number): number => Math.round(v * 1000) / 1000 + 0;

export const code = (value: string, scheme: string, meaning: string): Dataset => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});
