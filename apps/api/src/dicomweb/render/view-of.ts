/** How one frame is to be shown, read from the attributes of its object (PS3.3 C.11.1, C.11.2, C.7.6.3; functional groups C.7.6.16). */
import type { DataSet } from '@causeway/dicom';
import type { LookupTable, PixelRecipe, ValueWindow, ViewRecipe, WindowFunction } from './recipe';

/** Entries a lookup table can have (C.11.1.1.1): 0 in the descriptor stands for all of them. */
const MOST_ENTRIES = 65_536;

/** The functional group of a frame, or the shared one; null where the object has none. */
function groupOf(dataSet: DataSet, frame: number, sequence: string): DataSet | null {
  const own = dataSet.items('PerFrameFunctionalGroupsSequence')[frame - 1]?.items(sequence)[0];
  return own ?? dataSet.items('SharedFunctionalGroupsSequence')[0]?.items(sequence)[0] ?? null;
}

const words = (bytes: Buffer, bigEndian: boolean): number[] =>
  Array.from({ length: bytes.length >> 1 }, (_, i) => (bigEndian ? bytes.readUInt16BE(2 * i) : bytes.readUInt16LE(2 * i)));

interface Descriptor {
  readonly count: number;
  readonly first: number;
  readonly bits: number;
}

/** The first value mapped is signed where the pixels are (C.11.1.1.1). */
function descriptorOf(values: readonly number[], signed: boolean): Descriptor | null {
  const [count = 0, first = 0, bits = 16] = values.map((value) => value & 0xffff);
  if (values.length < 3) return null;
  return { count: count === 0 ? MOST_ENTRIES : count, first: signed && first > 0x7fff ? first - 0x10000 : first, bits: Math.min(16, Math.max(8, bits)) };
}

/** Entries of eight bits stand in bytes of their own or two in a word, as their number tells. */
function entriesOf(bytes: Buffer, { count, bits }: Descriptor, bigEndian: boolean): Buffer {
  const packed = bits <= 8 && bytes.length < 2 * count;
  const out = Buffer.alloc(2 * count);
  const values = packed ? [...bytes] : words(bytes, bigEndian);
  for (let i = 0; i < count; i++) out.writeUInt16LE(values[Math.min(i, values.length - 1)] ?? 0, 2 * i);
  return out;
}

function tableOf(item: DataSet | undefined, signed: boolean): LookupTable | null {
  const descriptor = item ? descriptorOf(item.numbers('LUTDescriptor').map((n) => n ?? 0), signed) : null;
  const data = item?.get('LUTData')?.bytes;
  if (!item || !descriptor || !data || data.length < 2) return null;
  return { first: descriptor.first, bits: descriptor.bits, entries: entriesOf(data, descriptor, item.bigEndian).toString('base64') };
}

const FUNCTIONS: Readonly<Record<string, WindowFunction>> = { LINEAR: 'linear', LINEAR_EXACT: 'linear-exact', SIGMOID: 'sigmoid' };

function windowOf(source: DataSet): ValueWindow | null {
  const [center, width] = [source.number('WindowCenter'), source.number('WindowWidth')];
  if (center === null || width === null || width <= 0) return null;
  return { center, width, function: FUNCTIONS[source.text('VOILUTFunction') ?? 'LINEAR'] ?? 'linear' };
}

const COLOURS = ['Red', 'Green', 'Blue'] as const;

function paletteOf(dataSet: DataSet): ViewRecipe['palette'] {
  const tables = COLOURS.map((colour) => {
    const descriptor = descriptorOf(dataSet.numbers(`${colour}PaletteColorLookupTableDescriptor`).map((n) => n ?? 0), false);
    const data = dataSet.get(`${colour}PaletteColorLookupTableData`)?.bytes;
    if (!descriptor || !data || data.length < 2) return null;
    const entries = entriesOf(data, descriptor, dataSet.bigEndian);
    // some devices say 16 bits and fill eight of them
    const bits = descriptor.bits === 16 && words(entries, false).every((value) => value <= 255) ? 8 : descriptor.bits;
    return { first: descriptor.first, bits, entries: entries.toString('base64') };
  });
  const [red, green, blue] = tables;
  return red && green && blue ? [red, green, blue] : null;
}

function paddingOf(dataSet: DataSet): readonly [number, number] | null {
  const value = dataSet.number('PixelPaddingValue');
  if (value === null) return null;
  const limit = dataSet.number('PixelPaddingRangeLimit') ?? value;
  return [Math.min(value, limit), Math.max(value, limit)];
}

/** Null when the object has no image this can describe. */
export function pixelsOf(dataSet: DataSet, transferSyntaxUid: string, float: boolean): PixelRecipe | null {
  const [rows, columns, bitsAllocated] = [dataSet.number('Rows'), dataSet.number('Columns'), dataSet.number('BitsAllocated')];
  if (!rows || !columns || !bitsAllocated) return null;
  const bitsStored = dataSet.number('BitsStored') ?? bitsAllocated;
  return {
    transferSyntaxUid, rows, columns, bitsAllocated, bitsStored, float,
    samples: dataSet.number('SamplesPerPixel') ?? 1,
    photometric: dataSet.text('PhotometricInterpretation') ?? 'MONOCHROME2',
    planar: dataSet.number('PlanarConfiguration') ?? 0,
    highBit: dataSet.number('HighBit') ?? bitsStored - 1,
    signed: dataSet.number('PixelRepresentation') === 1,
    bigEndian: dataSet.bigEndian,
  };
}

/** `asked` is the window a person chose; it takes the place of what the object says. */
export function viewOf(dataSet: DataSet, frame: number, asked: ValueWindow | null): ViewRecipe {
  const signed = dataSet.number('PixelRepresentation') === 1;
  const transformed = groupOf(dataSet, frame, 'PixelValueTransformationSequence') ?? dataSet;
  const values = groupOf(dataSet, frame, 'FrameVOILUTSequence') ?? dataSet;
  const modalityTable = tableOf(dataSet.items('ModalityLUTSequence')[0], signed);
  const slope = transformed.number('RescaleSlope');
  // the values a VOI table is entered with are signed where the modality transformation can make them so
  const signedValues = signed || (transformed.number('RescaleIntercept') ?? 0) < 0;
  return {
    slope: slope === null || slope === 0 ? 1 : slope,
    intercept: transformed.number('RescaleIntercept') ?? 0,
    modalityTable,
    window: asked ?? windowOf(values),
    valueTable: tableOf(values.items('VOILUTSequence')[0], modalityTable ? false : signedValues),
    inverted: dataSet.text('PhotometricInterpretation') === 'MONOCHROME1' || dataSet.text('PresentationLUTShape') === 'INVERSE',
    padding: paddingOf(dataSet),
    palette: dataSet.text('PhotometricInterpretation') === 'PALETTE COLOR' ? paletteOf(dataSet) : null,
  };
}
