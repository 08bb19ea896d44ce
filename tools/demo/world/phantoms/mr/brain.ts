// Axial MR of the head: the CT anatomy with the signals of each sequence.
import { random } from '../../chance/random';
import { type Canvas, type Plane } from '../../imaging/canvas';
import { blur, speckle } from '../../imaging/kernel';
import { drawHead } from '../head/head';
import { type HeadPalette, mrDwi, mrFlair, mrT1, mrT2 } from '../head/palette';
import { type HeadShape } from '../head/shape';

export type BrainSequence = 'T1' | 'T2' | 'FLAIR' | 'DWI';

const PALETTES: Readonly<Record<BrainSequence, HeadPalette>> = { T1: mrT1, T2: mrT2, FLAIR: mrFlair, DWI: mrDwi };
/** Noise, and blur in pixels: diffusion is measured coarsely. */
const GRAIN: Readonly<Record<BrainSequence, readonly [number, number]>> = {
  T1: [26, 0.5],
  T2: [26, 0.5],
  FLAIR: [30, 0.6],
  DWI: [34, 1.2],
};

/** Signal 0 to about 1000, never negative. */
export function drawBrain(plane: Plane, shape: HeadShape, sequence: BrainSequence): Canvas {
  const on = drawHead(plane, shape, PALETTES[sequence]);
  const [sigma, soft] = GRAIN[sequence];
  speckle(on, sigma, random(shape.seed, sequence, plane.origin[2]));
  for (let i = 0; i < on.data.length; i++) on.data[i] = Math.abs(on.data[i]!);
  return blur(on, soft);
}
