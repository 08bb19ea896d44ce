/** What a made object carries besides who and when: pixels, a document, a report, a waveform. */
import { rawElement, type AuthoredItem, type DataElement, type TransferSyntax } from '../src/index';
import { SMALL_JPEG, SMALL_JPEG_EDGE } from './jpeg';
import type { KindOfObject } from './kinds';
import type { ObjectOptions } from './make-object';
import { cachedSlice } from './phantom';
import { rleFrame } from './rle';

export interface MadeContent {
  readonly attributes: AuthoredItem;
  readonly elements: readonly DataElement[];
}

const RLE = '1.2.840.10008.1.2.5';
const PIXEL_DATA = 0x7fe00010;
const DEFAULT_EDGE = 96;

const pixelElement = (bytes: Buffer, vr = 'OW'): DataElement => ({ tag: PIXEL_DATA, vr, bytes });

/** Fragments behind a basic offset table (A.4). */
function encapsulate(frames: readonly (readonly Buffer[])[]): DataElement {
  const offsets = Buffer.alloc(4 * frames.length);
  let at = 0;
  frames.forEach((fragments, i) => {
    offsets.writeUInt32LE(at, 4 * i);
    at += fragments.reduce((sum, fragment) => sum + 8 + fragment.length + (fragment.length % 2), 0);
  });
  return { tag: PIXEL_DATA, vr: 'OB', bytes: Buffer.alloc(0), fragments: [offsets, ...frames.flat()] };
}

function gray(rows: number, columns: number, frames: number): AuthoredItem {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    ...(frames > 1 ? { NumberOfFrames: String(frames) } : {}),
    Rows: rows,
    Columns: columns,
    PixelSpacing: '0.7\\0.7',
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: '1100',
    WindowWidth: '1800',
    RescaleIntercept: '-1024',
    RescaleSlope: '1',
  };
}

function colour(rows: number, columns: number, frames: number, photometric: string): AuthoredItem {
  return {
    SamplesPerPixel: 3,
    PhotometricInterpretation: photometric,
    PlanarConfiguration: 0,
    ...(frames > 1 ? { NumberOfFrames: String(frames) } : {}),
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
  };
}

function slices(kind: KindOfObject, syntax: TransferSyntax, options: ObjectOptions): MadeContent {
  const edge = options.edge ?? DEFAULT_EDGE;
  const frames = kind.frames ?? 1;
  const planes = Array.from({ length: frames }, (_, i) => cachedSlice(edge, edge, Math.min(0.99, (options.slice ?? 0.5) + i / 16)));
  const attributes = gray(edge, edge, frames);
  if (options.encapsulated) return { attributes, elements: [encapsulate(options.encapsulated)] };
  if (syntax.uid === RLE) return { attributes, elements: [encapsulate(planes.map((plane) => [rleFrame(plane, 2, true)]))] };
  if (syntax.encapsulated) return colourImage(kind, syntax, options);
  return { attributes, elements: [pixelElement(Buffer.concat(planes))] };
}

function colourImage(kind: KindOfObject, syntax: TransferSyntax, options: ObjectOptions): MadeContent {
  const frames = kind.frames ?? 1;
  if (syntax.encapsulated && syntax.uid !== RLE) {
    const made = options.encapsulated ?? Array.from({ length: frames }, () => [SMALL_JPEG]);
    return { attributes: colour(SMALL_JPEG_EDGE, SMALL_JPEG_EDGE, frames, 'YBR_FULL_422'), elements: [encapsulate(made)] };
  }
  const edge = options.edge ?? DEFAULT_EDGE;
  const one = Buffer.alloc(edge * edge * 3);
  for (let i = 0; i < one.length; i++) one[i] = (Math.floor(i / 3) % edge) + (i % 3) * 40;
  const attributes = colour(edge, edge, frames, 'RGB');
  if (syntax.uid === RLE) return { attributes, elements: [encapsulate(Array.from({ length: frames }, () => [rleFrame(one, 3)]))] };
  const all = Buffer.concat(Array.from({ length: frames }, () => one));
  return { attributes, elements: [pixelElement(all.length % 2 ? Buffer.concat([all, Buffer.alloc(1)]) : all, 'OB')] };
}

function stream(kind: KindOfObject, options: ObjectOptions): MadeContent {
  const made = options.encapsulated ?? [[Buffer.from('000001b3'.padEnd(2048, '42'), 'hex')]];
  return { attributes: colour(480, 640, kind.frames ?? 30, 'YBR_PARTIAL_420'), elements: [encapsulate(made)] };
}

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n', 'latin1');
const code = (value: string, scheme: string, meaning: string): AuthoredItem => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

function documentContent(): MadeContent {
  const attributes: AuthoredItem = {
    BurnedInAnnotation: 'YES',
    ConceptNameCodeSequence: [code('18748-4', 'LN', 'Diagnostic imaging study')],
    DocumentTitle: 'Report',
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocumentLength: PDF.length,
  };
  return { attributes, elements: [rawElement('00420011', 'OB', PDF)] };
}

function reportContent(kind: KindOfObject): MadeContent {
  const title = kind.modality === 'KO' ? code('113030', 'DCM', 'Manifest') : code('18748-4', 'LN', 'Diagnostic imaging study');
  const attributes: AuthoredItem = {
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [title],
    ContinuityOfContent: 'SEPARATE',
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    ContentSequence: [
      {
        RelationshipType: 'CONTAINS',
        ValueType: 'TEXT',
        ConceptNameCodeSequence: [code('121071', 'DCM', 'Finding')],
        TextValue: 'No acute finding.',
      },
    ],
  };
  return { attributes, elements: [] };
}

function waveformContent(): MadeContent {
  const samples = Buffer.alloc(2000);
  for (let i = 0; i < 1000; i++) samples.writeInt16LE(Math.round(800 * Math.sin(i / 12)), 2 * i);
  const attributes: AuthoredItem = {
    WaveformSequence: [
      {
        WaveformOriginality: 'ORIGINAL',
        NumberOfWaveformChannels: 1,
        NumberOfWaveformSamples: 1000,
        SamplingFrequency: '500',
        WaveformBitsAllocated: 16,
        WaveformSampleInterpretation: 'SS',
        WaveformData: samples,
      },
    ],
  };
  return { attributes, elements: [] };
}

export function contentOf(kind: KindOfObject, syntax: TransferSyntax, options: ObjectOptions): MadeContent {
  if (kind.content === 'slices') return slices(kind, syntax, options);
  if (kind.content === 'colour') return colourImage(kind, syntax, options);
  if (kind.content === 'stream') return stream(kind, options);
  if (kind.content === 'document') return documentContent();
  if (kind.content === 'report') return reportContent(kind);
  if (kind.content === 'waveform') return waveformContent();
  const attributes: AuthoredItem = { ContentLabel: 'PRESENTATION', PresentationCreationDate: '20261103', PresentationCreationTime: '101700' };
  return { attributes, elements: [] };
}
