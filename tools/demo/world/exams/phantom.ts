// What a series shows: one description for each kind of picture the world can draw. Lengths in mm.
import { type Syntax } from '../dicom/write';
import { type HeadLesion } from '../phantoms/head/shape';
import { type BrainSequence } from '../phantoms/mr/brain';
import { type SpineSequence } from '../phantoms/mr/lumbar';
import { type Herniation } from '../phantoms/mr/lumbar-parts';
import { type PhotoPlan } from '../phantoms/photo/wound';
import { type TorsoLesion } from '../phantoms/torso/build';

/** Planes from one height to another: `first` is the first image's place, `step` the way to the next (signed). */
export interface Stack {
  readonly first: number;
  readonly step: number;
  readonly thickness: number;
}

export type Phantom =
  | {
      readonly kind: 'head';
      readonly lesion: HeadLesion;
      readonly phase: 'native' | 'arterial';
      readonly kernel: 'soft' | 'bone';
      readonly stack: Stack;
      readonly upsideDown?: boolean;
    }
  | {
      readonly kind: 'trunk';
      readonly lesions: readonly TorsoLesion[];
      readonly contrast: boolean;
      readonly kernel: 'soft' | 'lung';
      readonly stack: Stack;
      readonly lowDose?: boolean;
    }
  | { readonly kind: 'topogram'; readonly of: 'head' | 'chest' | 'abdomen' }
  | { readonly kind: 'chest-film'; readonly lesions: readonly TorsoLesion[] }
  | {
      readonly kind: 'wrist-film';
      readonly side: 'R' | 'L';
      readonly tilt: number | null;
      readonly child: boolean;
      readonly lateral: boolean;
    }
  | {
      readonly kind: 'breast-film';
      readonly side: 'R' | 'L';
      readonly view: 'CC' | 'MLO';
      readonly finding: 'none' | 'mass' | 'calcifications';
      readonly density: number;
    }
  | { readonly kind: 'lumbar'; readonly sequence: SpineSequence; readonly herniation: Herniation | null; readonly stack: Stack }
  | { readonly kind: 'brain'; readonly sequence: BrainSequence; readonly lesion: HeadLesion; readonly stack: Stack }
  | { readonly kind: 'knee'; readonly side: 'R' | 'L'; readonly tear: boolean; readonly fluid: boolean; readonly stack: Stack }
  | { readonly kind: 'ultrasound'; readonly subject: 'gallbladder' | 'pelvis'; readonly finding: boolean; readonly nameInPicture: boolean }
  | { readonly kind: 'coronary'; readonly stenosis: number; readonly frames: number; readonly angles: readonly [number, number] }
  | { readonly kind: 'pet'; readonly lesions: PetLesions; readonly stack: Stack }
  | { readonly kind: 'pet-projection'; readonly lesions: PetLesions }
  | {
      readonly kind: 'perfusion';
      readonly state: 'stress' | 'rest';
      readonly defect: 'none' | 'inferior' | 'anterior';
      readonly slices: number;
    }
  | { readonly kind: 'photo'; readonly subject: PhotoPlan['subject'] }
  | {
      readonly kind: 'capture';
      readonly of: Extract<Phantom, { kind: 'head' | 'trunk' }>;
      readonly at: number;
      readonly lines: readonly string[];
      readonly nameInPicture: boolean;
    }
  | { readonly kind: 'report-pdf' }
  | { readonly kind: 'report-sr' };

type PetLesions = readonly { readonly at: readonly [number, number, number]; readonly diameter: number; readonly suv: number }[];

export interface SeriesPlan {
  readonly number: number;
  readonly description: string;
  readonly modality: string;
  /** How many objects the sender has. */
  readonly images: number;
  readonly phantom: Phantom;
  readonly protocol?: string;
  /** Facility key, when another than the exam's made this series. */
  readonly madeBy?: string;
  /** Written in this transfer syntax instead of the exam's. */
  readonly syntax?: Syntax;
}
