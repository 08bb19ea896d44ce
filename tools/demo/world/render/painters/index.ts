// The painter of each kind of picture.
import { type Phantom } from '../../exams/phantom';
import { type PaintContext, type Painter } from '../picture';
import { capturePainter, headPainter, topogramPainter, trunkPainter } from './ct';
import { breastFilmPainter, chestFilmPainter, wristFilmPainter } from './film';
import { brainPainter, kneePainter, lumbarPainter } from './mr';
import { coronaryPainter, perfusionPainter, petPainter, petProjectionPainter, photoPainter, ultrasoundPainter } from './other';

type Drawn = Exclude<Phantom['kind'], 'report-pdf' | 'report-sr'>;

const painters: { readonly [K in Drawn]: (context: PaintContext<K>) => Painter } = {
  head: headPainter,
  trunk: trunkPainter,
  topogram: topogramPainter,
  capture: capturePainter,
  brain: brainPainter,
  lumbar: lumbarPainter,
  knee: kneePainter,
  'chest-film': chestFilmPainter,
  'wrist-film': wristFilmPainter,
  'breast-film': breastFilmPainter,
  ultrasound: ultrasoundPainter,
  coronary: coronaryPainter,
  pet: petPainter,
  'pet-projection': petProjectionPainter,
  perfusion: perfusionPainter,
  photo: photoPainter,
};

/** The painter for a series; null for documents, which are written elsewhere. */
export function painterOf(context: Omit<PaintContext<Drawn>, 'phantom'> & { readonly phantom: Phantom }): Painter | null {
  const { phantom } = context;
  if (phantom.kind === 'report-pdf' || phantom.kind === 'report-sr') return null;
  return (painters[phantom.kind] as (c: unknown) => Painter)(context);
}
