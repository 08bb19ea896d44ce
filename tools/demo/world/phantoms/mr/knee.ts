// A knee in sagittal proton-density MR with fat bright: bones, cartilage, menisci and cruciate ligaments.
import { noise } from '../../chance/noise';
import { gauss, random } from '../../chance/random';
import { type Canvas, canvas, type Plane, shade } from '../../imaging/canvas';
import { blur } from '../../imaging/kernel';

export interface KneePlan {
  readonly seed: number;
  /** A tear of the inner meniscus, hind horn. */
  readonly tear: boolean;
  readonly fluid: boolean;
}

const inside = (d: number, soft = 0.9): number => Math.max(0, Math.min(1, 0.5 - d / soft));
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
const ramp = (low: number, high: number, v: number): number => {
  const t = Math.max(0, Math.min(1, (v - low) / (high - low)));
  return t * t * (3 - 2 * t);
};
const rod = (y: number, z: number, ay: number, az: number, by: number, bz: number, r: number): number => {
  const ey = by - ay;
  const ez = bz - az;
  const t = Math.max(0, Math.min(1, ((y - ay) * ey + (z - az) * ez) / (ey * ey + ez * ez)));
  return Math.hypot(y - ay - ey * t, z - az - ez * t) - r;
};
const melt = (a: number, b: number, k: number): number => {
  const h = Math.max(0, k - Math.abs(a - b)) / k;
  return Math.min(a, b) - (h * h * k) / 4;
};

/** One sagittal plane; x runs across the joint from -40 to 40, the notch between -9 and 9. Signal 0 to about 1000. */
export function drawKnee(plane: Plane, plan: KneePlan): Canvas {
  const on = canvas(plane, 0);
  const field = noise(plan.seed, 'knee');
  const rnd = random(plan.seed, 'knee', plane.origin[0]);
  shade(on, (x, y, z) => {
    const aside = Math.abs(x);
    const notch = ramp(12, 6, aside);
    const grain = field.at(x * 0.1, y * 0.4, z * 0.4);
    const skin = Math.min(
      y + 60 - 8 * ramp(20, 90, z) - 6 * Math.exp(-((z / 28) ** 2)),
      66 - y + 6 * field.at(1, 2, z * 0.01) - 10 * Math.exp(-(((z - 4) / 30) ** 2)),
    );
    if (skin < 0) return 0;
    const strand = Math.abs(field.at(x * 0.03, y * 0.09, z * 0.025));
    const muscle = mix(260, 800, ramp(0.06, 0.015, strand) * 0.6);
    let value = mix(muscle, 820 + 50 * grain, Math.max(ramp(12, 7, skin), ramp(-34, -40, y) * 0.9));
    const calf = rod(y, z, 42, -20, 40, -110, 21);
    const thigh = rod(y, z, 40, 26, 36, 110, 20);
    value = mix(mix(value, 820, inside(Math.min(calf, thigh) - 4, 4) * 0.8), muscle, inside(Math.min(calf, thigh), 2));
    value = mix(value, 830 + 60 * field.at(y * 0.16, z * 0.16, 3), inside(rod(y, z, -30, -4, -24, -14, 13), 3));

    const condyle = Math.hypot((y - 9) / 1.12, z - 22) - 24 + 6 * notch;
    const shaft = rod(y, z, -6, 42, -8, 120, 16);
    const front = Math.hypot(y + 13, z - 28) - 16;
    const femur = melt(melt(condyle + 16 * notch * ramp(-6, 14, y), front, 9), shaft, 16);
    const plateau = Math.max(rod(y, z, -17, -20, 22, -19, 15) - 0.5, z + 6.4 + 0.02 * (y - 4) ** 2 * 0.12);
    const tibia = melt(plateau, rod(y, z, -2, -44, -6, -120, 13), 18);
    const spine = Math.max(Math.hypot(y - 2, z + 6) - 5.5 * notch, -99);
    const tibiaAll = melt(tibia, spine, 4);
    const kneecap = melt(rod(y, z, -42, 20, -43, 38, 8.6), rod(y, z, -40, 12, -41, 20, 4), 5);
    const spongy = 640 * (0.92 + 0.12 * field.cloud(x * 0.05, y * 0.1, z * 0.1, 3) + 0.1 * Math.abs(field.at(y * 0.5, z * 0.5, 8)));

    const joint = Math.min(Math.max(condyle - 2.6, z - 26), tibiaAll - 2.4);
    if (plan.fluid) value = mix(value, 900, inside(rod(y, z, -30, 44, -28, 62, 5), 1.5));
    value = mix(value, 520, inside(Math.min(joint, kneecap - 2.8 * ramp(-44, -36, y))) * ramp(-34, -26, y + (kneecap < 4 ? 20 : 0)));
    const gap = Math.min(condyle, tibiaAll);
    if (gap > 1.8 && Math.abs(z + 3) < 9 && y > -20 && y < 34) value = mix(value, 780, 0.5 * ramp(5, 2.6, gap));

    // Menisci: dark wedges at the front and back rim of each condyle.
    if (aside > 9) {
      const hind = Math.max(Math.abs(z + 3.4 - 0.12 * (y - 22)) - 0.42 * (y - 13), y - 29, 13 - y);
      const fore = Math.max(Math.abs(z + 3.2) - 0.4 * (-7 - y), -22 - y, y + 7);
      value = mix(value, 40, inside(Math.min(hind, fore)));
      const line = Math.abs(z + 4.4 - 0.35 * (y - 20)) - 0.55;
      if (plan.tear && x < 0) value = mix(value, 640, inside(Math.max(line, hind + 0.6)));
    } else {
      value = mix(value, 610, notch * inside(rod(y, z, 6, 10, 8, 2, 12), 6) * 0.8);
      value = mix(value, 45, inside(melt(rod(y, z, -6, 16, 16, 12, 3.8), rod(y, z, 16, 12, 26, -12, 4.2), 5), 1.2) * notch);
      const fibres = 120 + 130 * Math.abs(field.at(y * 0.2, (z + y) * 0.9, 4));
      value = mix(value, fibres, inside(rod(y, z, -8, -4, 14, 24, 3.6), 1.4) * ramp(9, 3, Math.abs(x - 3)));
    }
    value = mix(value, 35, inside(Math.min(rod(y, z, -45, 44, -32, 76, 3.2), rod(y, z, -43, 8, -26, -32, 2.9))));
    for (const bone of [tibiaAll, kneecap]) value = mix(mix(value, 30, inside(bone)), spongy, inside(bone + 1.2));
    value = mix(mix(value, 30, inside(femur)), spongy, inside(femur + 1.2));
    if (z < 34 && z > -4 && femur > -0.4 && femur < 2.4 && (y > -30 || z < 20)) value = mix(value, 540, 0.9 * ramp(2.4, 1.8, femur));
    const fibula = rod(y, z, 30, -26, 26, -120, 5.6);
    if (x > 22) value = mix(mix(value, 30, inside(fibula)), spongy, inside(fibula + 1.3));
    const artery = Math.abs(y - 36 - 3 * field.at(1, 1, z * 0.02)) - 3.2;
    if (aside < 7) value = mix(value, 20, inside(artery, 1.4));
    if (skin < 1.6) value = 300;
    return value * (1.05 - 0.0018 * Math.abs(z) - 0.0016 * Math.abs(y));
  });
  for (let i = 0; i < on.data.length; i++) on.data[i] = Math.abs(on.data[i]! + 26 * gauss(rnd));
  return blur(on, 0.5);
}
