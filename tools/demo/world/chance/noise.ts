// Smooth pseudo-random fields in space (gradient noise after Perlin's 2002 improvement), for texture and folding.
import { random } from './random';

export interface Noise {
  /** About -1 to 1, zero at whole coordinates, features about one unit wide. */
  at(x: number, y: number, z: number): number;
  /** Octaves of halving size and strength, about -1 to 1. */
  cloud(x: number, y: number, z: number, octaves: number): number;
}

const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);

export function noise(...names: readonly (string | number)[]): Noise {
  const rnd = random('noise', ...names);
  const table = new Uint8Array(512);
  const order = Array.from({ length: 256 }, (_, i) => i);
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(rnd() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  for (let i = 0; i < 512; i++) table[i] = order[i & 255]!;

  const slope = (hash: number, x: number, y: number, z: number): number => {
    const h = hash & 15;
    const u = h < 8 ? x : y;
    const v = h < 4 ? y : h === 12 || h === 14 ? x : z;
    return ((h & 1) === 0 ? u : -u) + ((h & 2) === 0 ? v : -v);
  };

  const at = (px: number, py: number, pz: number): number => {
    const fx = Math.floor(px);
    const fy = Math.floor(py);
    const fz = Math.floor(pz);
    const x = px - fx;
    const y = py - fy;
    const z = pz - fz;
    const u = fade(x);
    const v = fade(y);
    const w = fade(z);
    const X = fx & 255;
    const Y = fy & 255;
    const Z = fz & 255;
    const a = table[X]! + Y;
    const aa = table[a]! + Z;
    const ab = table[a + 1]! + Z;
    const b = table[X + 1]! + Y;
    const ba = table[b]! + Z;
    const bb = table[b + 1]! + Z;
    const near0 = slope(table[aa]!, x, y, z);
    const near1 = slope(table[ba]!, x - 1, y, z);
    const near2 = slope(table[ab]!, x, y - 1, z);
    const near3 = slope(table[bb]!, x - 1, y - 1, z);
    const far0 = slope(table[aa + 1]!, x, y, z - 1);
    const far1 = slope(table[ba + 1]!, x - 1, y, z - 1);
    const far2 = slope(table[ab + 1]!, x, y - 1, z - 1);
    const far3 = slope(table[bb + 1]!, x - 1, y - 1, z - 1);
    const near = near0 + u * (near1 - near0) + v * (near2 + u * (near3 - near2) - near0 - u * (near1 - near0));
    const far = far0 + u * (far1 - far0) + v * (far2 + u * (far3 - far2) - far0 - u * (far1 - far0));
    return near + w * (far - near);
  };

  const cloud = (x: number, y: number, z: number, octaves: number): number => {
    let sum = 0;
    let strength = 0.5;
    let scale = 1;
    for (let i = 0; i < octaves; i++) {
      sum += strength * at(x * scale + i * 17.3, y * scale - i * 9.1, z * scale + i * 5.7);
      strength *= 0.5;
      scale *= 2.03;
    }
    return sum * 1.4;
  };

  return { at, cloud };
}
