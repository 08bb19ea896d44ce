// A picture plane in patient space that solids are painted on, in whatever unit the modality measures (HU, signal, thickness).

export type PlaneName = 'axial' | 'coronal' | 'sagittal';

/**
 * One axis-parallel plane. Patient space is DICOM's (PS3.3 C.7.6.2.1.1), in mm: x to the patient's left, y to the back, z to the head.
 * Columns run along x (axial, coronal) or y (sagittal), rows along y (axial) or from head to feet (coronal, sagittal).
 */
export interface Plane {
  readonly name: PlaneName;
  readonly columns: number;
  readonly rows: number;
  /** mm per pixel, the same both ways. */
  readonly pixel: number;
  /** Centre of the first pixel: x, y, z. */
  readonly origin: readonly [number, number, number];
}

export interface Canvas extends Plane {
  readonly data: Float32Array;
}

export function axial(matrix: number, fieldOfView: number, z: number, centre: readonly [number, number] = [0, 0]): Plane {
  const pixel = fieldOfView / matrix;
  const half = (fieldOfView - pixel) / 2;
  return { name: 'axial', columns: matrix, rows: matrix, pixel, origin: [centre[0] - half, centre[1] - half, z] };
}

export function sagittal(matrix: number, fieldOfView: number, x: number, centre: readonly [number, number] = [0, 0]): Plane {
  const pixel = fieldOfView / matrix;
  const half = (fieldOfView - pixel) / 2;
  return { name: 'sagittal', columns: matrix, rows: matrix, pixel, origin: [x, centre[0] - half, centre[1] + half] };
}

export function coronal(columns: number, rows: number, pixel: number, y: number, centre: readonly [number, number] = [0, 0]): Plane {
  return {
    name: 'coronal',
    columns,
    rows,
    pixel,
    origin: [centre[0] - ((columns - 1) * pixel) / 2, y, centre[1] + ((rows - 1) * pixel) / 2],
  };
}

/** Row and column direction cosines as Image Orientation (Patient) wants them. */
export function orientation(name: PlaneName): readonly number[] {
  if (name === 'axial') return [1, 0, 0, 0, 1, 0];
  return name === 'coronal' ? [1, 0, 0, 0, 0, -1] : [0, 1, 0, 0, 0, -1];
}

export function canvas(plane: Plane, background: number): Canvas {
  const data = new Float32Array(plane.columns * plane.rows);
  data.fill(background);
  return { ...plane, data };
}

/** Calls `visit` for each pixel with its place in patient space and its value; what it returns is the new value. */
export function shade(on: Canvas, visit: (x: number, y: number, z: number, value: number, index: number) => number): void {
  const { columns, rows, pixel, origin, data, name } = on;
  for (let j = 0; j < rows; j++) {
    const down = j * pixel;
    for (let i = 0; i < columns; i++) {
      const across = i * pixel;
      const index = j * columns + i;
      const x = name === 'sagittal' ? origin[0] : origin[0] + across;
      const y = name === 'sagittal' ? origin[1] + across : name === 'axial' ? origin[1] + down : origin[1];
      const z = name === 'axial' ? origin[2] : origin[2] - down;
      data[index] = visit(x, y, z, data[index]!, index);
    }
  }
}
