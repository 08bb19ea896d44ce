// What a scanner adds to the truth: blur, sharpening and noise.
import { gauss, type Random } from '../chance/random';
import { type Canvas } from './canvas';

/** Blurs in place with a Gaussian of `sigma` pixels; edges repeat. Returns the same canvas. */
export function blur(on: Canvas, sigma: number): Canvas {
  if (sigma < 0.2) return on;
  const reach = Math.min(24, Math.ceil(sigma * 2.6));
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const total = weights.reduce((a, b) => a + b, 0);
  const kernel = Float32Array.from(weights, (w) => w / total);
  const { data, columns, rows } = on;
  const line = new Float32Array(Math.max(columns, rows));
  const pass = (count: number, length: number, start: (n: number) => number, step: number): void => {
    for (let n = 0; n < count; n++) {
      const s = start(n);
      for (let i = 0; i < length; i++) line[i] = data[s + i * step]!;
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let k = -reach; k <= reach; k++) {
          const at = i + k;
          sum += kernel[k + reach]! * line[at < 0 ? 0 : at >= length ? length - 1 : at]!;
        }
        data[s + i * step] = sum;
      }
    }
  };
  pass(rows, columns, (n) => n * columns, 1);
  pass(columns, rows, (n) => n, columns);
  return on;
}

/** Adds white noise of deviation `sigma`. A blur afterwards makes it grainy, as reconstruction does. */
export function speckle(on: Canvas, sigma: number, rnd: Random): Canvas {
  const { data } = on;
  for (let i = 0; i < data.length; i++) data[i] = data[i]! + sigma * gauss(rnd);
  return on;
}

/** Raises edges: the difference to a blurred copy, `amount` times. */
export function sharpen(on: Canvas, amount: number, sigma: number): Canvas {
  const soft = blur({ ...on, data: Float32Array.from(on.data) }, sigma);
  for (let i = 0; i < on.data.length; i++) on.data[i] = on.data[i]! + amount * (on.data[i]! - soft.data[i]!);
  return on;
}

/** Noise as CT reconstruction leaves it: grain about 1.4 pixels wide for soft kernels, finer and stronger for bone. */
export function reconstruct(on: Canvas, kernel: 'soft' | 'bone', sigma: number, rnd: Random): Canvas {
  if (kernel === 'soft') {
    speckle(on, sigma * 2.6, rnd);
    return blur(on, 0.75);
  }
  sharpen(on, 0.9, 0.8);
  speckle(on, sigma * 1.8, rnd);
  return blur(on, 0.45);
}
