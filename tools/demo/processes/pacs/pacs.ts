// The host's archive: takes objects by C-STORE, lists them by C-FIND, gives them by C-GET, hides what a rejection note names, and has it all again after a restart.
import fs from 'node:fs';
import path from 'node:path';
import { isUid, readFileHead, writeFileHead } from '@causeway/dicom';
import { DimseServer, REJECTION, STATUS, TAG, valuesOf, type DataSet, type ObjectSink, type RetrieveInfo, type StoreInfo } from '@causeway/transport-dimse';
import { Archive } from '@causeway/transport-dimse/testing';
import { type OutgoingInstance } from '@causeway/transport-kit';
import { Journal, replay, type Entry } from './journal';
import { rejectedBy } from './rejection-note';

export interface PacsOptions {
  readonly dir: string;
  readonly port: number;
  /** Titles it answers to: the archive, and the one for what is not radiology. */
  readonly aeTitles: readonly string[];
}

const IMPLEMENTATION = { implementationClassUid: '2.25.294870165110325471', implementationVersionName: 'DEMO_PACS_1' };
const NO_BYTES = Buffer.alloc(0);
const HEAD_BYTES = 16_384;
const GRACE_MS = 2000;

export class DemoPacs {
  /** Objects of these studies are turned down for now, as an archive does that has no room. */
  readonly busyWith = new Set<string>();
  private readonly archive = new Archive();
  private readonly journal: Journal;
  private readonly server: DimseServer;
  private listening = 0;

  private constructor(private readonly options: PacsOptions) {
    const file = path.join(options.dir, 'journal.jsonl');
    for (const entry of replay(file).shown.values()) this.archive.held.set(entry.sopInstanceUid, { ...entry, bytes: NO_BYTES });
    this.journal = new Journal(file);
    this.server = new DimseServer(
      {
        admit: ({ calledAeTitle }) => (options.aeTitles.includes(calledAeTitle) ? { admitted: true } : { admitted: false, rejection: REJECTION.calledAeTitle }),
        store: (info) => this.sink(info),
        find: (info) => this.find(info.query),
        retrieve: async (info) => ({ instances: this.given(info), address: null }),
      },
      { limits: { associationsPerAddress: 32 } },
    );
  }

  /** Listens on loopback; port 0 takes a free one. */
  static async start(options: PacsOptions): Promise<DemoPacs> {
    const pacs = new DemoPacs(options);
    pacs.listening = (await pacs.server.listen(options.port, '127.0.0.1')).port;
    return pacs;
  }

  get port(): number {
    return this.listening;
  }

  /** Objects it lists, by SOP Instance UID. */
  get shown(): ReadonlyMap<string, Entry> {
    return this.archive.held;
  }

  /** The Part 10 file of an object it holds, listed or not. */
  fileOf(sopInstanceUid: string): string {
    return path.join(this.options.dir, 'objects', sopInstanceUid.slice(-2).replace('.', '0'), `${sopInstanceUid}.dcm`);
  }

  async stop(): Promise<void> {
    await this.server.close(GRACE_MS);
    this.journal.close();
  }

  private sink(info: StoreInfo): ObjectSink {
    const parts: Buffer[] = [];
    return {
      write: (bytes) => void parts.push(bytes),
      end: () => this.keep(info, Buffer.concat(parts)),
      abort: () => void parts.splice(0),
    };
  }

  private async keep(info: StoreInfo, bytes: Buffer): Promise<{ status: number; comment?: string }> {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid, association } = info;
    if (!isUid(sopInstanceUid)) return { status: STATUS.cannotUnderstand, comment: 'SOP Instance UID is not a UID' };
    const rejected = rejectedBy(sopClassUid, transferSyntaxUid, bytes);
    if (rejected) {
      this.hide(rejected);
      return { status: STATUS.success };
    }
    const read = new Archive();
    await read.keep(info, bytes);
    const object = read.held.get(sopInstanceUid);
    if (!object) return { status: STATUS.cannotUnderstand, comment: 'Not readable' };
    if (this.busyWith.has(object.values.studyInstanceUid ?? '')) return { status: STATUS.outOfResources, comment: 'No room now; send again later' };
    await this.write(sopInstanceUid, [writeFileHead({ sopClassUid, sopInstanceUid, transferSyntaxUid, ...IMPLEMENTATION, sourceAeTitle: association.callingAeTitle }), bytes]);
    const { bytes: _, ...entry } = object;
    this.journal.keep(entry);
    this.archive.held.set(sopInstanceUid, { ...entry, bytes: NO_BYTES });
    return { status: STATUS.success };
  }

  private hide(uids: readonly string[]): void {
    const shown = uids.filter((uid) => this.archive.held.delete(uid));
    if (shown.length > 0) this.journal.hide(shown);
  }

  private async write(sopInstanceUid: string, parts: readonly Buffer[]): Promise<void> {
    const file = this.fileOf(sopInstanceUid);
    await fs.promises.mkdir(path.dirname(file), { recursive: true });
    await fs.promises.writeFile(`${file}.part`, parts);
    await fs.promises.rename(`${file}.part`, file);
  }

  /** What a C-GET names, from its files; where AE titles listen, to move objects to, it does not know. */
  private given({ query }: RetrieveInfo): OutgoingInstance[] {
    return this.archive.retrieve(query).map((one) => {
      const file = fs.readFileSync(this.fileOf(one.sopInstanceUid));
      const read = readFileHead(file, HEAD_BYTES, true);
      const dataSet = read.kind === 'head' ? file.subarray(read.head.dataSetOffset) : NO_BYTES;
      return { ...one, dataSetBytes: dataSet.length, dataSet: () => [dataSet] };
    });
  }

  /** A question about named studies is answered from their objects alone: an archive has many. */
  private async *find(query: DataSet): AsyncGenerator<DataSet> {
    const studies = valuesOf(query, TAG.studyInstanceUid).filter((uid) => uid !== '');
    if (studies.length === 0) return yield* this.archive.find(query);
    const asked = new Archive();
    for (const [uid, object] of this.archive.held) if (studies.includes(object.values.studyInstanceUid ?? '')) asked.held.set(uid, object);
    yield* asked.find(query);
  }
}
