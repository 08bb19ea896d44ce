// A chest radiograph, taken from the back: the same trunk as in CT, with rays added up through it.
import { noise } from '../../chance/noise';
import { random } from '../../chance/random';
import { type Canvas } from '../../imaging/canvas';
import { add, film, march } from '../../imaging/projection';
import { ellipsoid, rod, solid, union } from '../../imaging/solids';
import { type Build, has, innerWall, ramp, skin } from '../torso/build';
import { nodulePlace } from '../torso/lesions';
import { airways, hilum, lungDistance, lungVessels } from '../torso/lungs';
import { aorta, myocardium, pericardium, pulmonaryArteries, veins } from '../torso/mediastinum';
import { breastbone, collarBones, ribs, shoulderBlades, spine } from '../torso/skeleton';
import { develop } from './develop';

const SOFT = 0.0192;
const LUNG = 0.0052;
const BONE = 0.021;

const within = (distance: number, soft: number): number => Math.max(0, Math.min(1, 0.5 - distance / soft));

/** 12-bit picture, `columns` wide, 350 by 400 mm, patient's right on the left; "R" in lead. */
export function chestFilm(build: Build, columns: number): Canvas {
  const pixel = 350 / columns;
  const on = film(columns, Math.round(400 / pixel), pixel, [0, 64]);
  const cloud = noise(build.seed, 'film');
  const right = lungDistance(build, -1);
  const left = lungDistance(build, 1);
  const backbone = spine();
  const blades = shoulderBlades(build);
  const windpipe = airways().lumen;
  const pneumothorax = has(build, 'pneumothorax');
  const effusion = has(build, 'effusion');
  const pneumonia = has(build, 'pneumonia');

  /** Standing up, air rises to the top and the side; fluid falls to the bottom and climbs the side wall. */
  const lungTissue = (x: number, y: number, z: number, fromWall: number): number => {
    const side = x < 0 ? 'R' : 'L';
    const aside = Math.abs(x);
    const plain = LUNG * (1 + 0.25 * cloud.cloud(x * 0.05, y * 0.05, z * 0.05, 2));
    if (pneumothorax?.side === side) {
      const pleura = 3 + pneumothorax.depth * (0.45 + 0.9 * ramp(80, 195, z)) - fromWall;
      if (pleura > 0) return pleura < 2 ? SOFT : 0.0008;
      return plain * 1.2;
    }
    if (effusion?.side === side)
      return plain + (SOFT - plain) * ramp(7, -7, z + 50 - effusion.depth * 1.5 - 62 * ramp(62, 128, aside) ** 2);
    if (pneumonia?.side !== side) return plain;
    const height = { upper: 148, middle: 92, lower: 30 }[pneumonia.zone];
    const patch = Math.hypot((aside - 72) / 44, (y - 20) / 60, (z - height) / 34) + 0.55 * cloud.cloud(x * 0.04 + 3, y * 0.04, z * 0.04, 3);
    return plain + (SOFT * 0.8 - plain) * ramp(1.25, 0.35, patch);
  };

  march(on, -125, 130, 5, Math.max(1.8, pixel * 1.3), (x, y, z) => {
    const body = within(skin(build, x, y, z), 6);
    if (body === 0) return 0;
    const wall = innerWall(build, x, y, z);
    const soft = SOFT * body;
    if (wall > 10) return soft * 0.92;
    const air = within(x < 0 ? right(x, y, z) : left(x, y, z), 6);
    if (air === 0) return soft;
    const solidShare = Math.max(
      within(pericardium.distance(x, y, z), 4),
      within(aorta.distance(x, y, z), 4),
      within(pulmonaryArteries.distance(x, y, z), 4),
      within(veins.distance(x, y, z), 4),
    );
    return soft + (lungTissue(x, y, z, -wall) - soft) * air * (1 - solidShare);
  });
  march(on, 20, 130, 4, Math.max(1.5, pixel * 1.3), (x, y, z) => {
    if (Math.abs(x) > 36) return 0;
    return within(backbone.body.distance(x, y, z), 3) * 0.0042 + within(backbone.arch.distance(x, y, z), 3) * 0.0085;
  });
  const plate = solid([-40, -130, 30, 40, 0, 180], breastbone(build)[0]!.distance);
  march(on, -130, -40, 3, 2, (x, y, z) => within(plate.distance(x, y, z), 3) * 0.005);
  march(on, -10, 130, 4, Math.max(2, pixel * 1.3), (x, y, z) =>
    Math.abs(x) < 50 || z < 70 ? 0 : within(Math.min(...blades.slice(0, 4).map((b) => b.distance(x, y, z))), 3) * BONE * 0.7,
  );

  for (const side of [-1, 1] as const) {
    const collapsed = pneumothorax && (side === -1) === (pneumothorax.side === 'R');
    for (const vessel of lungVessels(build, side)) {
      const [x0, , z0, x1, , z1] = vessel.box;
      const [hx, , hz] = hilum(side);
      if (Math.hypot((x0 + x1) / 2 - hx, (z0 + z1) / 2 - hz) < 13) continue;
      const gone = collapsed && -innerWall(build, (x0 + x1) / 2, 0, (z0 + z1) / 2) < pneumothorax.depth * 1.1;
      if (!gone) add(on, vessel, SOFT - LUNG);
    }
  }
  for (const part of windpipe.parts ?? []) add(on, part, -SOFT * 0.9);
  for (const rib of ribs(build)) {
    add(on, union(rib.outer), BONE * 0.85);
    add(on, union(rib.inner), -BONE * 0.5);
  }
  for (const bone of collarBones(build)) add(on, bone, BONE * 0.72);
  for (const side of [-1, 1]) {
    add(on, ellipsoid([side * (build.cage[0] + 34), 22, 186], [22, 22, 24]), BONE * 0.5);
    add(on, rod([side * (build.cage[0] + 36), 22, 176], [side * (build.cage[0] + 46), 22, 60], 15, 12), BONE * 0.5);
  }
  const nodule = has(build, 'nodule');
  if (nodule)
    add(on, ellipsoid(nodulePlace(nodule), [nodule.diameter * 0.55, nodule.diameter * 0.55, nodule.diameter * 0.5]), (SOFT - LUNG) * 1.25);
  add(on, ellipsoid([72, -8, -52], [30, 24, 13]), -SOFT * 0.75);
  add(on, myocardium, 0.0006);
  return develop(
    on,
    { black: 0.72, white: 4.9, noise: 0.008, marker: { letter: 'R', at: [0.07, 0.06], height: 0.035 } },
    random(build.seed, 'film'),
  );
}
