import type { EdgeLetters } from './orientation';

/** What the header of the picture now shown says of it, decoded. Empty where it says nothing. Dates and numbers as sent. */
export interface FrameFacts {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly institution: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly modality: string;
  readonly seriesNumber: string;
  readonly instanceNumber: string;
  readonly laterality: string;
  readonly viewPosition: string;
  readonly kvp: string;
  readonly repetitionTime: string;
  readonly echoTime: string;
  readonly sliceThickness: string;
  readonly sliceLocation: string;
  /** Frames per second the maker recommends; null when it says nothing. */
  readonly frameRate: number | null;
  readonly edges: EdgeLetters | null;
}

/** Reads one top-level element by its tag as eight hex digits; undefined when it is absent or empty. Several values stay joined by "\". */
export type ReadTag = (tag: string) => string | undefined;

/** Facts of a frame from whatever can read its header. Geometry comes apart: in enhanced objects it does not stand at the top level. */
export function frameFacts(read: ReadTag, geometry: { readonly edges: EdgeLetters | null; readonly sliceThickness?: string; readonly sliceLocation?: string }): FrameFacts {
  const text = (tag: string): string => read(tag)?.trim() ?? '';
  return {
    patientName: text('00100010'),
    patientId: text('00100020'),
    birthDate: text('00100030'),
    sex: text('00100040'),
    institution: text('00080080'),
    studyDescription: text('00081030'),
    seriesDescription: text('0008103E'),
    studyDate: text('00080020'),
    studyTime: text('00080030'),
    modality: text('00080060'),
    seriesNumber: text('00200011'),
    instanceNumber: text('00200013'),
    laterality: text('00200062') || text('00200060'),
    viewPosition: text('00185101'),
    kvp: text('00180060'),
    repetitionTime: text('00180080'),
    echoTime: text('00180081'),
    sliceThickness: text('00180050') || (geometry.sliceThickness ?? ''),
    sliceLocation: text('00201041') || (geometry.sliceLocation ?? ''),
    frameRate: rateOf(text('00082144') || text('00180040'), text('00181063')),
    edges: geometry.edges,
  };
}

/** Recommended Display Frame Rate or Cine Rate, else from Frame Time in milliseconds; kept between 1 and 60 pictures a second. */
function rateOf(rate: string, frameTime: string): number | null {
  const perSecond = Number.parseFloat(rate) || 1000 / Number.parseFloat(frameTime);
  return Number.isFinite(perSecond) && perSecond > 0 ? Math.min(60, Math.max(1, Math.round(perSecond))) : null;
}
