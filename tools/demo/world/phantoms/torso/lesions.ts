// What is wrong with the trunk, painted last.
import { type Noise } from '../../chance/noise';
import { type Canvas } from '../../imaging/canvas';
import { ellipsoid, paint, rod, type Solid, solid, union } from '../../imaging/solids';
import { gallbladder, kidneys, spleen } from './belly';
import { type Build, innerWall, ramp, type Side, type TorsoLesion } from './build';
import { lungDistance } from './lungs';

const sign = (side: Side): 1 | -1 => (side === 'R' ? -1 : 1);
const HEIGHT = { upper: 148, middle: 98, lower: 42 } as const;

export const nodulePlace = (l: { side: Side; zone: 'upper' | 'middle' | 'lower' }): readonly [number, number, number] => [
  sign(l.side) * (l.zone === 'upper' ? 58 : 84),
  l.zone === 'lower' ? 38 : -8,
  HEIGHT[l.zone],
];

/** Air outside the lung: in front of a person on their back, so a strip of depth `depth` under the front wall. */
export function pneumothoraxSolid(build: Build, side: Side, depth: number): Solid {
  const lung = lungDistance(build, sign(side));
  return solid([-160, -120, -60, 160, 90, 206], (x, y, z) => {
    const wall = innerWall(build, x, y, z) + 2.5;
    const front = depth * (0.55 + 0.45 * ramp(20, -60, y)) * ramp(70, 10, y) * (0.75 + 0.5 * ramp(120, 190, z));
    return Math.max(lung(x, y, z), -wall - front);
  });
}

/** Fluid behind and below the lung, with the level a person on their back shows. */
export function effusionSolid(build: Build, side: Side, depth: number): Solid {
  const lung = lungDistance(build, sign(side));
  return solid([-160, -40, -150, 160, 110, 170], (x, y, z) => {
    const wall = -(innerWall(build, x, y, z) + 2.5);
    const deep = depth * ramp(165, 10, z) * ramp(-20, 70, y + 0.12 * Math.abs(x));
    return Math.max(lung(x, y, z), wall - deep);
  });
}

function one(on: Canvas, build: Build, lesion: TorsoLesion, texture: Noise): void {
  switch (lesion.kind) {
    case 'nodule': {
      const [x0, y0, z0] = nodulePlace(lesion);
      const r = lesion.diameter / 2;
      const body = solid([x0 - r - 5, y0 - r - 5, z0 - r - 5, x0 + r + 5, y0 + r + 5, z0 + r + 5], (x, y, z) => {
        const d = Math.sqrt((x - x0) ** 2 + (y - y0) ** 2 + (z - z0) ** 2);
        const spiculation = Math.max(0, texture.at(((x - x0) / d) * 3 + 7, ((y - y0) / d) * 3, ((z - z0) / d) * 3)) ** 1.5;
        return d - r * (0.9 + 0.2 * texture.at(x * 0.2, y * 0.2, z * 0.2)) - spiculation * r * 0.9;
      });
      paint(on, body, build.contrast ? 68 : 38);
      return;
    }
    case 'pneumothorax':
      paint(on, pneumothoraxSolid(build, lesion.side, lesion.depth), -996);
      return;
    case 'effusion':
      paint(on, effusionSolid(build, lesion.side, lesion.depth), (_x, _y, _z, depth) => (depth < 0 ? 0 : 9));
      return;
    case 'pneumonia': {
      const at: readonly [number, number, number] = [sign(lesion.side) * 80, 34, HEIGHT[lesion.zone]];
      paint(on, ellipsoid(at, [44, 44, 34]), (x, y, z, depth, under) => {
        if (under > -500) return under;
        const dense = ramp(-0.25, 0.35, texture.cloud(x * 0.05, y * 0.05, z * 0.05, 3) + depth / 40 - 0.25);
        const bronchogram = Math.abs(texture.at(x * 0.08 + 3, y * 0.08, z * 0.05)) < 0.035 ? 0.2 : 1;
        return under + (28 - under) * dense * bronchogram;
      });
      return;
    }
    case 'liver-lesion':
      paint(on, ellipsoid([-78, 8, -58], [lesion.diameter / 2, lesion.diameter / 2, lesion.diameter / 2]), (_x, _y, _z, depth) =>
        build.contrast ? 62 + (depth < 3 ? 26 : 0) : 44,
      );
      return;
    case 'renal-mass': {
      const box = kidneys[lesion.side === 'R' ? 0 : 1]!.box;
      const r = lesion.diameter / 2;
      paint(
        on,
        ellipsoid([sign(lesion.side) * 72, 58, (box[2] + box[5]) / 2 - 24], [r, r, r]),
        (x, y, z) => (build.contrast ? 88 : 36) + 40 * texture.cloud(x * 0.14, y * 0.14, z * 0.14, 2),
      );
      return;
    }
    case 'ureter-stone':
      paint(on, ellipsoid([sign(lesion.side) * 34, 34, -186], [lesion.diameter / 2, lesion.diameter / 2, lesion.diameter / 2]), 880);
      paint(on, union([rod([sign(lesion.side) * 42, 34, -118], [sign(lesion.side) * 34, 32, -182], 4.6, 4)]), 8);
      return;
    case 'splenic-laceration': {
      const cut = union([rod([112, 40, -56], [112 - lesion.depth, 34, -50], 3.2, 1.8), rod([100, 38, -54], [92, 50, -46], 2.2, 1)]);
      paint(on, spleen, (x, y, z, _depth, under) => (cut.distance(x, y, z) < 0 ? 48 : under));
      const rim = solid([40, -40, -125, 150, 115, 10], (x, y, z) =>
        Math.max(
          spleen.distance(x, y, z) - 7,
          -spleen.distance(x, y, z),
          innerWall(build, x, y, z) + 3,
          gallbladder.distance(x, y, z) * 0 - 50,
        ),
      );
      paint(on, rim, (_x, _y, _z, _d, under) => (under > -200 && under < 0 ? 46 : under));
      return;
    }
    default:
  }
}

export function paintLesions(on: Canvas, build: Build, texture: Noise): void {
  for (const lesion of build.lesions) one(on, build, lesion, texture);
}
