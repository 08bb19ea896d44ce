// Fluid spaces, deep grey matter and arteries of one hemisphere (x positive), as solids; the other side is their mirror image.
import { ellipsoid, mirrored, rod, type Solid, tube, union } from '../../imaging/solids';
import { type HeadLesion } from './shape';

/** Lateral ventricle: frontal horn, body, atrium with the occipital and the temporal horn. `wide` 1 is middle age. */
export function lateralVentricle(wide: number): Solid {
  return union([
    ellipsoid([8.5, -24, 10], [4.1 * wide, 15, 9.5], 0.3),
    ...tube([
      [8, -22, 14, 4 * wide],
      [10, -6, 23, 4.2 * wide],
      [14, 16, 24, 4.6 * wide],
      [22, 31, 16, 6.2 * wide],
      [26, 32, 5, 5 * wide],
      [32, 20, -11, 2.1 * wide],
      [32, 2, -19, 1.5 * wide],
    ]),
    ellipsoid([21, 42, 10], [5 * wide, 14, 7 * wide], 0.2),
    ...tube([
      [20, 48, 8, 3.4 * wide],
      [17, 64, 6, 0.9],
    ]),
  ]);
}

export const midlineVentricles = (wide: number): Solid =>
  union([
    ellipsoid([0, 1, -2], [2.5 * wide, 13, 10]),
    rod([0, 18, -6], [0, 24, -20], 1.2),
    ellipsoid([0, 37, -34], [8 * wide, 5, 9]),
    rod([0, 31, -28], [0, 24, -18], 1.3),
  ]);

/** Cisterns: the star above the sella, the cleft round the midbrain, in front of the pons, behind the colliculi. */
export const cisterns: Solid = union([
  ellipsoid([0, -7, -20], [10, 9, 8]),
  rod([0, -8, -19], [26, -12, -18], 3.4, 2.6),
  rod([0, -8, -19], [-26, -12, -18], 3.4, 2.6),
  rod([0, -10, -19], [0, -24, -16], 2.6, 1.4),
  rod([0, 0, -24], [17, 10, -20], 2.6),
  rod([17, 10, -20], [16, 22, -16], 2),
  rod([0, 0, -24], [-17, 10, -20], 2.6),
  rod([-17, 10, -20], [-16, 22, -16], 2),
  rod([-12, 27, -12], [12, 27, -12], 2.6),
  rod([0, 27, -12], [0, 30, -2], 3),
  rod([-9, -2, -34], [9, -2, -34], 2.6),
  rod([-10, -1, -46], [10, -1, -46], 2.6),
  rod([9, 0, -36], [22, 12, -40], 3),
  rod([-9, 0, -36], [-22, 12, -40], 3),
]);

export const thalamus = ellipsoid([10.5, 9, 1], [7.5, 14.5, 10], -0.42);
export const caudate = union([ellipsoid([13.5, -23, 7], [4.6, 9, 9], 0.2), rod([15, -14, 17], [19, 18, 21], 2.6, 1.6)]);
export const putamen = ellipsoid([26.5, -7, 1], [5.4, 17, 10.5], -0.22);
export const pallidum = ellipsoid([19.5, -3, 0], [4.6, 11, 7.5], -0.42);
export const midbrain = union([
  ellipsoid([0, 14, -20], [12.5, 11, 12]),
  ellipsoid([8.5, 5.5, -20], [5, 5.5, 9], 0.5),
  ellipsoid([-8.5, 5.5, -20], [5, 5.5, 9], -0.5),
]);
export const pons = union([
  ellipsoid([0, 11, -40], [15, 11, 14]),
  rod([0, 16, -50], [0, 22, -80], 8, 6),
  rod([14, 20, -40], [28, 30, -40], 8),
  rod([-14, 20, -40], [-28, 30, -40], 8),
]);

const middleCerebral = tube([
  [11, -8, -21, 1.7],
  [20, -11, -19, 1.5],
  [34, -12, -17, 1.3],
]);
const branches = [
  ...tube([
    [34, -12, -17, 1.2],
    [39, -4, -8, 1],
    [40, 6, 4, 0.8],
  ]),
  ...tube([
    [34, -12, -17, 1.1],
    [39, -14, -6, 0.9],
    [41, -10, 6, 0.8],
  ]),
  ...tube([
    [11, -8, -21, 1.3],
    [3, -16, -19, 1.2],
    [1.6, -28, -12, 1.1],
    [1.6, -42, 4, 1],
    [1.6, -34, 26, 0.8],
  ]),
  ...tube([
    [1, 1, -24, 1.2],
    [14, 8, -22, 1.1],
    [17, 20, -17, 1],
    [12, 42, -8, 0.8],
  ]),
  ...tube([
    [14, 2, -56, 2.3],
    [13, -2, -44, 2.2],
    [10, -6, -34, 2.1],
    [11, -8, -21, 1.9],
  ]),
];
const basilar = tube([
  [0, -1, -50, 1.8],
  [0, -1, -36, 1.7],
  [0, 0, -24, 1.6],
]);

export interface Arteries {
  readonly open: Solid;
  /** First part of the middle cerebral artery of the ill side, when a clot sits there. */
  readonly blocked: Solid | null;
}

/** Both sides' arteries at the skull base. In a stroke the first part of one middle cerebral artery and what it feeds are set apart. */
export function arteries(lesion: HeadLesion): Arteries {
  const left = [...middleCerebral, ...branches];
  const right = left.map(mirrored);
  if (lesion.kind !== 'mca') return { open: union([...left, ...right, ...basilar]), blocked: null };
  const healthy = lesion.side === 'L' ? right : left;
  const spared = lesion.side === 'L' ? branches.slice(4) : branches.slice(4).map(mirrored);
  const clot = lesion.side === 'L' ? middleCerebral : middleCerebral.map(mirrored);
  return { open: union([...healthy, ...spared, ...basilar]), blocked: union(clot) };
}
