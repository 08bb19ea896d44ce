import type { ObjectValues } from './wanted';

/** Least number of bytes native pixel data of these dimensions takes (PS3.5 8.1.1); 0 when the dimensions do not tell. */
export function pixelBytesOf(values: ObjectValues): number {
  const rows = Number(values.rows ?? 0);
  const columns = Number(values.columns ?? 0);
  const bits = Number(values.bitsAllocated ?? 0);
  const samples = Number(values.samplesPerPixel || 1);
  const frames = Math.max(1, Number.parseInt(values.numberOfFrames || '1', 10) || 1);
  const whole = Math.floor((rows * columns * bits * samples * frames) / 8);
  // Native 4:2:2 stores two of three samples (PS3.3 C.7.6.3.1.2).
  return samples === 3 ? Math.floor((whole * 2) / 3) : whole;
}
