// A partner for proofs about transfers: keeps every object by its UIDs, counts how often each came, answers C-FIND quickly, and misbehaves as told.
import { createHash } from 'node:crypto';
import net from 'node:net';
import { ObjectReader } from '@causeway/dicom';
import { DEFAULT_ACCEPTANCE, DimseServer, STATUS, TAG, textOf, type DataSet, type ObjectSink, type StoreInfo } from '@causeway/transport-dimse';

export class PartnerArchive {
  /** How often each object arrived whole, by SOP Instance UID. */
  readonly arrivals = new Map<string, number>();
  /** Objects that came again with other bytes: a receiver would have two. */
  readonly conflicts: string[] = [];
  /** Answered with success and thrown away. */
  readonly lose = new Set<string>();
  /** Share of objects whose answer is dropped the first time: the object is kept and the connection cut. */
  dropShare = 0;
  dropped = 0;
  readonly contacts: number[] = [];
  private readonly studies = new Map<string, Map<string, Set<string>>>();
  private readonly digests = new Map<string, string>();
  private server: DimseServer | null = null;
  private away: net.Server | null = null;
  port = 0;

  constructor(readonly aeTitle: string, private readonly random: () => number) {}

  async open(): Promise<void> {
    this.server = new DimseServer(
      {
        admit: () => Promise.resolve({ admitted: true as const }),
        store: (info) => this.sink(info),
        find: ({ query }) => this.find(query),
      },
      { limits: { associationsPerAddress: 256 }, acceptance: { storage: (uid: string) => DEFAULT_ACCEPTANCE.storage(uid) } },
    );
    this.port = (await this.server.listen(this.port, '127.0.0.1')).port;
  }

  /** Not there: whoever connects is cut off at once, and counted. */
  async goAway(): Promise<void> {
    await this.server?.close(0);
    this.server = null;
    this.away = net.createServer((socket) => {
      this.contacts.push(performance.now());
      socket.destroy();
    });
    await new Promise<void>((resolve) => this.away?.listen(this.port, '127.0.0.1', resolve));
  }

  async comeBack(): Promise<void> {
    await new Promise<void>((resolve) => (this.away ? this.away.close(() => resolve()) : resolve()));
    this.away = null;
    await this.open();
  }

  async close(): Promise<void> {
    await this.server?.close(0);
    this.away?.close();
  }

  has(sopUid: string): boolean {
    return this.digests.has(sopUid);
  }

  get held(): number {
    return this.digests.size;
  }

  get sentAgain(): number {
    return [...this.arrivals.values()].reduce((sum, n) => sum + n - 1, 0);
  }

  private sink(info: StoreInfo): ObjectSink {
    const parts: Buffer[] = [];
    return {
      write: (bytes: Buffer) => void parts.push(bytes),
      end: async () => {
        await this.keep(info, Buffer.concat(parts));
        return { status: STATUS.success };
      },
      abort: () => void parts.splice(0),
    } as ObjectSink;
  }

  private async keep(info: StoreInfo, bytes: Buffer): Promise<void> {
    const uid = info.sopInstanceUid;
    if (this.lose.has(uid)) return;
    const before = this.arrivals.get(uid) ?? 0;
    this.arrivals.set(uid, before + 1);
    const digest = createHash('sha1').update(bytes).digest('hex');
    const known = this.digests.get(uid);
    if (known !== undefined && known !== digest) this.conflicts.push(uid);
    this.digests.set(uid, digest);
    const reader = new ObjectReader({ transferSyntaxUid: info.transferSyntaxUid });
    await reader.push(bytes);
    const { values } = await reader.finish();
    const series = this.studies.get(values.studyInstanceUid ?? '') ?? new Map<string, Set<string>>();
    this.studies.set(values.studyInstanceUid ?? '', series);
    const of = series.get(values.seriesInstanceUid ?? '') ?? new Set<string>();
    series.set(values.seriesInstanceUid ?? '', of);
    of.add(uid);
    if (before === 0 && this.random() < this.dropShare) {
      this.dropped++;
      info.association.cut();
    }
  }

  private async *find(query: DataSet): AsyncGenerator<DataSet> {
    const study = textOf(query, TAG.studyInstanceUid);
    const level = textOf(query, TAG.queryRetrieveLevel);
    const series = this.studies.get(study) ?? new Map<string, Set<string>>();
    const answer = (more: ReadonlyMap<number, readonly string[]>): DataSet => new Map([...[...query.keys()].map((tag): [number, readonly string[]] => [tag, more.get(tag) ?? []]), [TAG.queryRetrieveLevel, [level]]]) as DataSet;
    if (level === 'STUDY' && series.size > 0) yield answer(new Map([[TAG.studyInstanceUid, [study]]]));
    if (level === 'SERIES') for (const uid of series.keys()) yield answer(new Map([[TAG.studyInstanceUid, [study]], [TAG.seriesInstanceUid, [uid]]]));
    if (level === 'IMAGE') {
      const uid = textOf(query, TAG.seriesInstanceUid);
      for (const sop of series.get(uid) ?? []) yield answer(new Map([[TAG.studyInstanceUid, [study]], [TAG.seriesInstanceUid, [uid]], [TAG.sopInstanceUid, [sop]]]));
    }
  }
}
