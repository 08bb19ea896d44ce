/**
 * Makes a disc (IHE PDI, RAD TF-2 4.47; PS3.10, PS3.12): DICOMDIR, README.TXT, INDEX.HTM, the objects under names of eight characters, and documents
 * as plain files. Objects are written as they are: their data sets byte for byte, whatever their transfer syntax.
 */
import { newUid, readHeader, writeDicomdir, type ListedFile } from '@causeway/dicom';
import { planImage, type ImageFile } from '@causeway/iso9660';
import { TransportFailure, type OutgoingInstance } from '@causeway/transport-kit';
import { indexPage, readme, type DiscWords } from './pages';
import { zipStream } from './zip-stream';

export interface EnclosedDocument {
  /** What it is, for the page of contents: `Report of 12 Nov 2026`. */
  readonly title: string;
  readonly type: 'application/pdf' | 'text/plain' | 'image/jpeg';
  readonly bytes: Buffer;
}

export interface DiscOptions extends DiscWords {
  readonly documents?: readonly EnclosedDocument[];
  /** When the disc was made. */
  readonly at: Date;
  readonly implementation: { readonly classUid: string; readonly versionName: string };
}

export interface DiscFile {
  readonly path: readonly string[];
  readonly bytes: number;
  content(): AsyncIterable<Uint8Array>;
}

/** A planned disc. Each stream may be taken once or more; it reads the objects anew. */
export interface Disc {
  readonly files: readonly DiscFile[];
  /** Length of the ISO image. */
  readonly isoBytes: number;
  iso(): AsyncIterable<Uint8Array>;
  zip(): AsyncIterable<Uint8Array>;
}

const PER_FOLDER = 1000;
const SUFFIX: Readonly<Record<EnclosedDocument['type'], string>> = { 'application/pdf': 'PDF', 'text/plain': 'TXT', 'image/jpeg': 'JPG' };

/**
 * Reads the attributes of each object (up to its pixel data) and plans the disc. Rejects with `source` when one cannot be read: a disc that lacks an
 * object nobody knows about is worse than none.
 */
export async function writeDisc(objects: readonly OutgoingInstance[], options: DiscOptions, signal: AbortSignal = new AbortController().signal): Promise<Disc> {
  const places = new Places();
  const listed: ListedFile[] = [];
  const images: DiscFile[] = [];
  for (const object of objects) {
    signal.throwIfAborted();
    const unsendable = await object.prepare?.(signal);
    if (unsendable) throw new TransportFailure('source', 'never', `No copy of an object can be made for the disc (${unsendable}).`);
    const header = await readHeader(asAsync(object.dataSet(signal)), { transferSyntaxUid: object.transferSyntaxUid });
    if (header.kind === 'failure') throw new TransportFailure('source', 'never', `An object to be written on the disc cannot be read (${header.failure.reason}).`);
    const { dataSet } = header.header;
    const person = ['PatientID', 'IssuerOfPatientID', 'PatientName', 'PatientBirthDate'].map((name) => dataSet.text(name) ?? '').join('\n');
    const fileId = places.of(person, object.studyInstanceUid, dataSet.text('SeriesInstanceUID') ?? '');
    const head = Buffer.from(await object.fileHead());
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = object;
    listed.push({ fileId, dataSet, sopClassUid, sopInstanceUid, transferSyntaxUid });
    images.push({ path: fileId, bytes: head.length + object.dataSetBytes, content: () => headAndData(head, object, signal) });
  }
  const { implementation } = options;
  const directory = writeDicomdir(listed, { fileSetId: options.volumeId, uid: newUid(), implementationClassUid: implementation.classUid, implementationVersionName: implementation.versionName });
  const documents = (options.documents ?? []).map((document, i) => ({ ...document, path: ['REPORTS', `RP${String(i + 1).padStart(6, '0')}.${SUFFIX[document.type]}`] }));
  const files = [
    held(['DICOMDIR'], directory), held(['README.TXT'], readme(options)), held(['INDEX.HTM'], indexPage(options, documents)),
    ...documents.map(({ path, bytes }) => held(path, bytes)), ...images,
  ];
  const image = planImage(files as readonly ImageFile[], { volumeId: options.volumeId, publisher: options.from, application: 'CAUSEWAY', at: options.at });
  return { files, isoBytes: image.bytes, iso: () => image.stream(), zip: () => zipStream(files, options.at) };
}

const held = (path: readonly string[], bytes: Buffer): DiscFile => ({ path, bytes: bytes.length, content: () => asAsync([bytes]) });

async function* asAsync(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* headAndData(head: Buffer, object: OutgoingInstance, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield head;
  yield* object.dataSet(signal);
}

/** Numbers people, studies, series and images in the order they come; at most a thousand images in a folder. */
class Places {
  private readonly folders = new Map<string, { readonly path: readonly string[]; below: number }>();
  private readonly root = { path: ['DICOM'], below: 0 };

  of(person: string, study: string, series: string): string[] {
    const patient = this.folder(this.root, person, 'PT');
    const inStudy = this.folder(patient, `${person}\n\n${study}`, 'ST');
    let part = 0;
    let folder = this.folder(inStudy, `${person}\n\n${study}\n\n${series}`, 'SE');
    while (folder.below >= PER_FOLDER) folder = this.folder(inStudy, `${person}\n\n${study}\n\n${series}\n\n${++part}`, 'SE');
    return [...folder.path, numbered('IM', ++folder.below)];
  }

  private folder(above: { readonly path: readonly string[]; below: number }, key: string, prefix: string): { readonly path: readonly string[]; below: number } {
    const there = this.folders.get(key);
    if (there) return there;
    const made = { path: [...above.path, numbered(prefix, ++above.below)], below: 0 };
    this.folders.set(key, made);
    return made;
  }
}

const numbered = (prefix: string, number: number): string => `${prefix}${String(number).padStart(6, '0')}`;
