/** Values of one decoded frame, before any table is applied. */
export type SampleArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** Per pixel. */
  readonly count: number;
  readonly values: SampleArray;
  readonly planar: boolean;
  /** What the samples of a colour image are now; decoders may have converted them already. */
  readonly colour: 'as-declared' | 'rgb';
}

export class Undecodable extends Error {}
export class Unsupported extends Error {}
export class TooLarge extends Error {}
