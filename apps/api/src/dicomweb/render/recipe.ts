/** What the rendering process is told about one frame, and what it tells back. Plain JSON: both sides are of the same build. */

export interface PixelRecipe {
  readonly transferSyntaxUid: string;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly photometric: string;
  /** Colour planes one after the other (1) or samples of a pixel together (0). */
  readonly planar: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Float or Double Float Pixel Data (PS3.3 C.7.6.24): `bitsAllocated` is 32 or 64. */
  readonly float: boolean;
  readonly bigEndian: boolean;
}

/** A lookup table (PS3.3 C.11.1.1): `entries` are unsigned 16-bit, little endian, in base64. */
export interface LookupTable {
  readonly first: number;
  readonly bits: number;
  readonly entries: string;
}

export type WindowFunction = 'linear' | 'linear-exact' | 'sigmoid';

export interface ValueWindow {
  readonly center: number;
  readonly width: number;
  readonly function: WindowFunction;
}

/** From stored values to what is shown (PS3.4 annex N): modality, values of interest, presentation. */
export interface ViewRecipe {
  readonly slope: number;
  readonly intercept: number;
  readonly modalityTable: LookupTable | null;
  readonly window: ValueWindow | null;
  readonly valueTable: LookupTable | null;
  readonly inverted: boolean;
  /** Stored values that are no image, both ends included. */
  readonly padding: readonly [number, number] | null;
  readonly palette: readonly [LookupTable, LookupTable, LookupTable] | null;
}

export type ImageFormat = 'jpeg' | 'png' | 'gif';

/** Part of the image, in its own pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface OutputRecipe {
  readonly format: ImageFormat;
  /** 1 to 100; JPEG only. */
  readonly quality: number;
  /** The image is made to fit inside, its shape kept. */
  readonly fit: { readonly width: number; readonly height: number } | null;
  readonly region: Region | null;
}

export interface RenderOrder {
  readonly pixels: PixelRecipe;
  readonly view: ViewRecipe;
  readonly output: OutputRecipe;
}

/** A JPEG or PNG picture is decoded to see that it can be; its pixels come back, upright, where they are asked for. */
export interface PhotographOrder {
  readonly photograph: 'check' | 'pixels';
}

/** Of pixels that come back: eight bits of each sample, samples of a pixel together. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
}

/** Why there is no picture: `undecodable` bytes, a coding we have no decoder for, or an image beyond the limits. */
export type RenderFailure = 'undecodable' | 'unsupported' | 'too-large' | 'too-slow';

export type RenderAnswer = { readonly ok: true; readonly size?: PixelSize } | { readonly ok: false; readonly failure: RenderFailure };

/** Pixels of one frame that are decoded at all. A whole mammogram has 30 million. */
export const MOST_PIXELS = 64 * 1024 * 1024;
