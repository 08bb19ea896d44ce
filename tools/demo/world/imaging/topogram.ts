// A scout view: coarse axial planes added up along one direction and stretched to a picture.
import { type Canvas, canvas, type Plane } from './canvas';

/**
 * Sums `draw` over planes from `top` down to `bottom` every `step` mm, along x (side view) or y (front view). Values come out as
 * Hounsfield-like units of a localiser, about -1000 to 1500.
 */
export function topogram(draw: (z: number) => Canvas, along: 'x' | 'y', top: number, bottom: number, step: number, matrix: number): Canvas {
  const lines: Float32Array[] = [];
  let coarse: Canvas | null = null;
  for (let z = top; z >= bottom; z -= step) {
    coarse = draw(z);
    const { columns, rows, pixel, data } = coarse;
    const line = new Float32Array(along === 'x' ? rows : columns);
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        const attenuation = Math.max(0, data[j * columns + i]! + 1000) * 0.001 * pixel;
        const at = along === 'x' ? j : i;
        line[at] = line[at]! + attenuation;
      }
    }
    lines.push(line);
  }
  if (!coarse) throw new Error('A topogram needs at least one plane.');
  const width = lines[0]!.length;
  const span = width * coarse.pixel;
  const pixel = span / matrix;
  const rows = Math.max(2, Math.round(((lines.length - 1) * step) / pixel));
  const plane: Plane = {
    name: along === 'x' ? 'sagittal' : 'coronal',
    columns: matrix,
    rows,
    pixel,
    origin: along === 'x' ? [0, coarse.origin[1], top] : [coarse.origin[0], 0, top],
  };
  const on = canvas(plane, 0);
  for (let j = 0; j < rows; j++) {
    const v = Math.min(lines.length - 1.001, (j * pixel) / step);
    const [a, b] = [lines[Math.floor(v)]!, lines[Math.floor(v) + 1]!];
    const t = v - Math.floor(v);
    for (let i = 0; i < matrix; i++) {
      const u = Math.min(width - 1.001, (i / matrix) * width);
      const k = Math.floor(u);
      const s = u - k;
      const sum = (a[k]! * (1 - s) + a[k + 1]! * s) * (1 - t) + (b[k]! * (1 - s) + b[k + 1]! * s) * t;
      on.data[j * matrix + i] = -1000 + 1650 * (1 - Math.exp(-sum / 210)) ** 0.8;
    }
  }
  return on;
}
