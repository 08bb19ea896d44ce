// A head, slice by slice: scalp, skull with its marrow, skull base with sinuses and orbits, and the brain inside.
import { noise } from '../../chance/noise';
import { type Canvas, canvas, type Plane, shade } from '../../imaging/canvas';
import { bothSides, ellipsoid, paint, rod, type Solid, union } from '../../imaging/solids';
import { brain } from './brain';
import { type HeadPalette } from './palette';
import { cavityWall, floorHeight, type HeadShape, HIGHEST_FLOOR, smooth } from './shape';

const petrous = bothSides(union([rod([14, 2, -40], [40, 18, -42], 6, 8), rod([40, 18, -43], [64, 28, -50], 9, 12)]));
const mastoid = bothSides(ellipsoid([58, 26, -54], [10, 14, 16]));
const cochlea = bothSides(union([rod([34, 13, -42], [44, 18, -42], 1.6), ellipsoid([44, 14, -43], [3, 3, 3])]));
const lesserWing = bothSides(rod([5, -24, -29], [54, -30, -24], 2.2, 3));
const greaterWing = bothSides(rod([26, -28, -48], [56, -18, -36], 2.2, 3));
const clivus = union([rod([0, 3, -36], [0, 7, -62], 5, 6), rod([-9, 2, -42], [9, 2, -42], 5)]);
const sphenoid = union([ellipsoid([7, -17, -44], [8, 10, 8]), ellipsoid([-6, -17, -45], [8, 11, 8])]);
const orbit = bothSides(union([rod([33, -62, -41], [14, -24, -37], 16, 4), rod([35, -76, -41], [33, -62, -41], 16)]));
const globe = bothSides(ellipsoid([33, -64, -41], [12, 12, 12]));
const lens = bothSides(ellipsoid([34, -73, -41], [4.6, 2, 4.6]));
const muscles = bothSides(
  union([rod([21, -61, -41], [14, -30, -38], 1.9), rod([44, -58, -41], [19, -30, -38], 1.9), rod([32, -55, -41], [15, -26, -38], 1.7)]),
);
const ethmoid = union([ellipsoid([6.5, -50, -43], [6, 22, 12]), ellipsoid([-6.5, -50, -43], [6, 22, 12])]);
const zygoma = bothSides(
  union([rod([52, -62, -46], [60, -36, -54], 3.4), rod([50, -64, -46], [48, -68, -30], 3.4), rod([46, -38, -44], [52, -62, -46], 2.4)]),
);
const frontalSinus = union([ellipsoid([12, -84, -16], [13, 4, 10]), ellipsoid([-10, -84, -15], [11, 4, 8])]);
const maxillary = bothSides(ellipsoid([30, -54, -74], [14, 17, 16]));

function paintBase(on: Canvas, palette: HeadPalette, cells: (x: number, y: number, z: number) => number): void {
  const each = (solids: readonly Solid[], value: Parameters<typeof paint>[2]): void => solids.forEach((s) => paint(on, s, value));
  each([...lesserWing, ...greaterWing, clivus], palette.cortical * 0.7);
  each(petrous, (x, y, z) => palette.cortical * (0.95 + 0.15 * cells(x, y, z)));
  each(mastoid, (x, y, z) => (cells(x * 1.4, y * 1.4, z * 1.4) > 0.03 ? palette.air : palette.cortical * 0.62));
  each(cochlea, palette.csf);
  each(orbit, (_x, y, _z, depth, under) =>
    (under < palette.air + 200 && palette.cortical > 200) || y < -70
      ? under
      : depth < 1.6 && under !== palette.fat
        ? Math.max(under, palette.cortical * 0.65)
        : palette.fat,
  );
  each(muscles, palette.muscle);
  each(globe, (_x, _y, _z, depth) => (depth < 1.2 ? palette.muscle : palette.globe));
  each(lens, palette.lens);
  each([ethmoid], (x, y, z, depth) =>
    depth < 1 || Math.abs(cells(x * 0.8, y * 0.8, z * 0.5)) < 0.045 || Math.abs(x) < 0.8
      ? palette.cortical > 500
        ? 320
        : palette.mucosa
      : palette.air,
  );
  each([sphenoid, ...maxillary], (_x, _y, _z, depth) =>
    depth < 1.4 ? palette.cortical * 0.6 : depth < 2.2 ? palette.mucosa : palette.air,
  );
  each(zygoma, (_x, _y, _z, depth) => (depth < 1.6 ? palette.cortical * 0.9 : palette.marrow));
}

/** Draws the plane through the head. Origin of the anatomy: between the foramina of Monro; z from about -70 (base) to 80 (vertex). */
export function drawHead(plane: Plane, shape: HeadShape, palette: HeadPalette): Canvas {
  const on = canvas(plane, palette.air);
  const inside = brain(shape, palette);
  const texture = noise(shape.seed, 'bone');
  const cos = Math.cos(shape.turn);
  const sin = Math.sin(shape.turn);
  const soft = plane.pixel;
  const edge = (d: number): number => Math.max(0, Math.min(1, 0.5 - d / soft));

  shade(on, (px, py, z) => {
    const x = px * cos - py * sin;
    const y = px * sin + py * cos;
    const wall = cavityWall(shape, x, y, z);
    if (wall > 34) return palette.air;
    if (wall < -6 && z > -15) return inside(x, y, z, -wall);
    const low = texture.at(x * 0.03, y * 0.03, z * 0.03);
    const out = wall - (5.8 + 1.8 * smooth(50, 85, Math.abs(y)) + 0.7 * low);
    const jaw = smooth(-27, -42, z);
    const skin = out - (5 + 1.2 * low + 6 * jaw * smooth(20, 60, y) + 4 * jaw * smooth(-30, -70, y));
    if (skin > soft) return palette.air;
    const face = smooth(-26, -31, z) * smooth(-24, -31, y);
    let value = scalp(skin, palette, texture.at(x * 0.2, y * 0.2, z * 0.2), smooth(-15, -45, z));
    if (face > 0.5 && out < 0) value = out > -1.5 ? palette.fat : palette.muscle;
    if (out < soft && face < 1) {
      const height = z > HIGHEST_FLOOR + 40 ? 40 : z - floorHeight(x, y);
      const below = height < -3.2 && wall < 0;
      const diploe = smooth(1.2, 2.2, Math.min(-out, wall)) * (0.72 + 0.28 * texture.at(x * 0.35, y * 0.35, z * 0.35));
      const bone = palette.cortical + (palette.marrow - palette.cortical) * diploe;
      const filling = y < -27 && z > -58 ? palette.fat : palette.muscle;
      value += ((below ? filling : bone) - value) * edge(out) * (1 - face);
      const cover = edge(Math.max(wall, -height));
      if (cover > 0) value += (inside(x, y, z, -wall) - value) * cover;
    }
    return skin > -soft ? palette.air + (value - palette.air) * edge(skin) : value;
  });
  if (plane.name !== 'axial' || plane.origin[2] < 6) {
    paintBase(on, palette, (x, y, z) => texture.at(x * 0.28, y * 0.28, z * 0.28));
    paint(on, frontalSinus, (_x, _y, _z, depth) => (depth < 1 ? palette.cortical : palette.air));
  }
  paintCalcium(on, palette, shape);
  return on;
}

/** Skin, fat with strands, and muscle (the galea above, the neck and temples below). */
function scalp(skin: number, palette: HeadPalette, grain: number, muscular: number): number {
  if (skin > -1.9) return palette.skin;
  const fat = palette.fat + (palette.muscle - palette.fat) * Math.max(0, 0.3 + 0.7 * grain);
  return fat + (palette.muscle - fat) * smooth(-3.4, -4.4, skin) * (0.55 + 0.45 * muscular);
}

/** Harmless calcification of age: choroid plexus, pineal, and a plaque of the falx. */
function paintCalcium(on: Canvas, palette: HeadPalette, shape: HeadShape): void {
  if (shape.atrophy < 0.25) return;
  const crumbs = noise(shape.seed, 'calcium');
  const crumble = (x: number, y: number, z: number, _depth: number, under: number): number =>
    crumbs.at(x * 0.5, y * 0.5, z * 0.5) > -0.12 ? palette.calcium : under;
  for (const s of bothSides(ellipsoid([22.5, 35, 11], [2.6, 4.2, 5], 0.5))) paint(on, s, crumble);
  paint(on, ellipsoid([0, 25, -1], [2, 2.6, 2.4]), palette.calcium * 0.9);
  if (shape.atrophy > 0.6) paint(on, ellipsoid([0.4, -52, 34], [1.2, 7, 6]), crumble);
}
