/** Grey images: stored values through the modality and values-of-interest transformations to eight bits (PS3.3 C.11.1, C.11.2; PS3.4 N.2). */
import type { LookupTable, PixelRecipe, ValueWindow, ViewRecipe } from '../recipe';
import type { SampleArray, Samples } from './samples';

const TABLE_VALUES = 65_536;

interface Table {
  readonly first: number;
  readonly most: number;
  readonly entries: Uint16Array;
}

export function tableOf(table: LookupTable): Table {
  const bytes = Buffer.from(table.entries, 'base64');
  const entries = new Uint16Array(bytes.length >> 1);
  for (let i = 0; i < entries.length; i++) entries[i] = bytes.readUInt16LE(2 * i);
  return { first: table.first, most: 2 ** table.bits - 1, entries };
}

/** Values below the table are its first entry, values above its last (C.11.1.1). */
const lookUp = ({ first, entries }: Table, value: number): number => entries[Math.min(entries.length - 1, Math.max(0, Math.round(value) - first))] ?? 0;

/** C.11.2.1.2 and C.11.2.1.3: 0 to 255. */
export function windowed(value: number, window: ValueWindow): number {
  const { center } = window;
  if (window.function === 'sigmoid') return 255 / (1 + Math.exp((-4 * (value - center)) / window.width));
  const linear = window.function === 'linear';
  const width = linear ? Math.max(window.width - 1, 0) : window.width;
  const middle = linear ? center - 0.5 : center;
  if (value <= middle - width / 2) return 0;
  if (value > middle + width / 2) return 255;
  return ((value - middle) / width + 0.5) * 255;
}

type ToShown = (stored: number) => number;

function modality(view: ViewRecipe): ToShown {
  if (view.modalityTable) {
    const table = tableOf(view.modalityTable);
    return (stored) => lookUp(table, stored);
  }
  const { slope, intercept } = view;
  return (stored) => stored * slope + intercept;
}

/** With no window given: the whole range of the image, without padding. Eight-bit images are meant to be shown as they are. */
function wholeRange(values: SampleArray, pixels: PixelRecipe, view: ViewRecipe, toModality: ToShown): ValueWindow {
  if (pixels.bitsStored <= 8 && !pixels.signed && !view.modalityTable && view.slope === 1 && view.intercept === 0) {
    return { center: (2 ** pixels.bitsStored - 1) / 2, width: 2 ** pixels.bitsStored - 1, function: 'linear-exact' };
  }
  let [low, high] = [Infinity, -Infinity];
  const [from, to] = view.padding ?? [Infinity, -Infinity];
  for (const value of values) {
    if ((value >= from && value <= to) || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { center: 0, width: 1, function: 'linear-exact' };
  const [a, b] = [toModality(low), toModality(high)];
  return { center: (a + b) / 2, width: Math.max(Math.abs(b - a), Number.MIN_VALUE), function: 'linear-exact' };
}

function toShown(samples: Samples, pixels: PixelRecipe, view: ViewRecipe): ToShown {
  const toModality = modality(view);
  const shown = ((): ToShown => {
    if (!view.window && view.valueTable) {
      const table = tableOf(view.valueTable);
      return (stored) => (lookUp(table, toModality(stored)) / table.most) * 255;
    }
    const window = view.window ?? wholeRange(samples.values, pixels, view, toModality);
    return (stored) => windowed(toModality(stored), window);
  })();
  return view.inverted ? (stored) => 255 - shown(stored) : shown;
}

/** One byte per pixel. Values of up to 16 bits go through one table made for all of them. */
export function greyImage(samples: Samples, pixels: PixelRecipe, view: ViewRecipe): Uint8Array {
  const { values } = samples;
  const shown = toShown(samples, pixels, view);
  const out = new Uint8ClampedArray(values.length);
  if (values.BYTES_PER_ELEMENT > 2) {
    for (let i = 0; i < values.length; i++) out[i] = shown(values[i]!);
    return new Uint8Array(out.buffer);
  }
  const table = new Uint8ClampedArray(TABLE_VALUES);
  const lowest = values instanceof Int16Array || values instanceof Int8Array ? -TABLE_VALUES / 2 : 0;
  for (let i = 0; i < TABLE_VALUES; i++) table[i] = shown(lowest + i);
  for (let i = 0; i < values.length; i++) out[i] = table[values[i]! - lowest]!;
  return new Uint8Array(out.buffer);
}
