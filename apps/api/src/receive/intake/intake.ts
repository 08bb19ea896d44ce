import { OBJECT_LIMITS, ObjectReader, type ObjectLimits, type ObjectResult } from '@causeway/dicom';
import type { Location } from '../../platform/objects/location';
import type { ObjectWriter } from '../../platform/objects/object-store';
import type { Objects } from '../../platform/objects/objects';
import type { GroupCommit } from '../group-commit';
import { Unacceptable, type Source, type StoredObject } from '../ledger/stored-object';
import type { Answer, AsideReason } from './answer';
import { fileMeta } from './file-meta';
import { FileOpening, type Opening } from './file-opening';
import { headOf, identityIn, type Identity } from './head';
import type { Quarantine } from './quarantine';

export interface IntakePorts {
  readonly objects: Pick<Objects, 'open' | 'sync' | 'full'>;
  readonly group: Pick<GroupCommit, 'add'>;
  readonly quarantine: Pick<Quarantine, 'keep'>;
  readonly limits?: ObjectLimits;
  /** False while the ledger cannot take anything: then no byte is written for nothing. */
  readonly ready?: () => boolean;
}

/** One object announced at a door. */
export interface Arrival {
  readonly source: Source;
  /** A bare data set and what it was announced as (C-STORE). Absent: a file follows, which says it itself. */
  readonly announced?: Identity & { readonly transferSyntaxUid: string };
  /** The object must belong to this study. */
  readonly studyUid?: string;
  /** Whatever it is, it is set aside. */
  readonly aside?: AsideReason;
  /** Whether an object that was read whole may become part of an exam; a reason sets it aside. For doors whose people may add to nothing but their own. */
  readonly stands?: (object: ReadObject) => Promise<AsideReason | null>;
}

export interface ReadObject {
  readonly studyUid: string;
  readonly sopUid: string;
  /** Of the data set as received, hex. */
  readonly sha256: string;
}

/** The one way in: every door hands its objects over here, and what holds for one holds for all. */
export class Intake {
  constructor(private readonly ports: IntakePorts) {}

  receive(arrival: Arrival): Receiving {
    return new Receiving(this.ports, arrival);
  }
}

/**
 * One object on its way in. Its bytes are read, digested and written side by side as they come, and none of it is held; the verdict falls before
 * durability, durability before the row, the row before the answer.
 */
export class Receiving {
  private readonly reader: ObjectReader;
  private readonly limits: ObjectLimits;
  private writer: ObjectWriter | null = null;
  private opening: FileOpening | null = null;
  private dataAt = 0;
  /** Bytes of the data set. */
  private bytes = 0;
  private last: Promise<void> | null = null;
  private failure: 'disk-full' | 'write' | 'commit' | null = null;
  private over = false;

  constructor(private readonly ports: IntakePorts, private readonly arrival: Arrival) {
    this.limits = ports.limits ?? OBJECT_LIMITS;
    const { announced, source } = arrival;
    this.reader = new ObjectReader({ limits: this.limits, ...(announced ? { transferSyntaxUid: announced.transferSyntaxUid } : {}) });
    if (ports.objects.full) this.failure = 'disk-full';
    else if (ports.ready?.() === false) this.failure = 'commit';
    else if (!announced) this.opening = new FileOpening(this.limits);
    else {
      const meta = fileMeta(announced, announced.transferSyntaxUid, source.calling);
      this.begin({ stored: meta, dataAt: meta.length });
    }
  }

  /** Takes the next bytes, which must not change afterwards. A promise asks to wait; it never rejects. */
  write(bytes: Buffer): void | Promise<void> {
    if (this.over || this.failure) return undefined;
    if (this.reader.failed?.kind === 'refuse') return this.drop();
    const reading = this.reader.push(bytes);
    const writing = this.opening ? this.open(bytes, false) : this.append(bytes);
    if (!reading && !writing) return undefined;
    const both = Promise.all([reading, writing]).then(() => undefined, (error: unknown) => this.fail(error));
    this.last = this.last ? Promise.all([this.last, both]).then(() => undefined) : both;
    return both;
  }

  /** Resolves with what became of it, and only once that is true. */
  async end(): Promise<Answer> {
    await this.last;
    if (this.opening && !this.failure) void this.open(Buffer.alloc(0), true);
    const read = await this.reader.finish();
    const identity = identityIn(read.values);
    try {
      return await this.judge(read, identity);
    } catch (error) {
      this.fail(error);
      return { kind: 'failed', identity, cause: this.failure ?? 'write' };
    } finally {
      this.drop();
    }
  }

  /** The rest will not come. */
  abort(): void {
    this.reader.abort();
    this.drop();
  }

  private async judge(read: ObjectResult, identity: Identity | null): Promise<Answer> {
    const { announced, studyUid, aside } = this.arrival;
    const { verdict, values } = read;
    if (this.failure) return { kind: 'failed', identity, cause: this.failure };
    if (verdict.kind === 'refuse') return { kind: 'refused', identity, reason: verdict.reason };
    if (verdict.kind === 'quarantine') return this.setAside(read, identity, verdict.reason, `at ${verdict.at}`);
    const named = announced ?? identity;
    if (named?.sopClassUid !== values.sopClassUid || named?.sopInstanceUid !== values.sopInstanceUid) return { kind: 'mismatch', identity, what: 'class-or-instance' };
    if (studyUid !== undefined && values.studyInstanceUid !== studyUid) return { kind: 'mismatch', identity, what: 'study' };
    const reason = aside ?? (await this.arrival.stands?.({ studyUid: values.studyInstanceUid!, sopUid: values.sopInstanceUid!, sha256: await this.writer!.sha256() })) ?? null;
    if (reason) return this.setAside(read, identity, reason, '');
    return this.store(read, identity!);
  }

  private async store(read: ObjectResult, identity: Identity): Promise<Answer> {
    const { writer, arrival } = this;
    const location = await writer!.seal();
    const sha256 = await writer!.sha256();
    const [studyUid, seriesUid] = [read.values.studyInstanceUid!, read.values.seriesInstanceUid!];
    const object: StoredObject = {
      studyUid, seriesUid, sopUid: identity.sopInstanceUid, sopClassUid: identity.sopClassUid, transferSyntaxUid: read.transferSyntaxUid, sha256, bytes: this.bytes, location, dataAt: this.dataAt,
      head: headOf(read), findings: read.findings, source: arrival.source,
    };
    this.writer = null;
    let placed;
    try {
      placed = await this.ports.group.add(writer!, object);
    } catch {
      return { kind: 'failed', identity, cause: 'commit' };
    }
    if (placed instanceof Unacceptable) return this.note(read, identity, 'not-storable', placed.message, location, sha256);
    return { kind: 'stored', identity, studyUid, seriesUid, placed };
  }

  private async setAside(read: ObjectResult, identity: Identity | null, reason: AsideReason, detail: string): Promise<Answer> {
    const { writer } = this;
    if (!writer || this.bytes + this.dataAt === 0) return { kind: 'aside', identity, reason };
    const location = await writer.seal();
    this.writer = null;
    await this.ports.objects.sync([writer]);
    return this.note(read, identity, reason, detail, location, await writer.sha256());
  }

  private async note(read: ObjectResult, identity: Identity | null, reason: AsideReason, detail: string, location: Location, sha256: string): Promise<Answer> {
    const uid = (value: string | undefined): string | null => (value && /^[0-9.]{1,64}$/.test(value) ? value : null);
    try {
      await this.ports.quarantine.keep({
        source: this.arrival.source, reason, detail, studyUid: uid(read.values.studyInstanceUid), sopUid: uid(read.values.sopInstanceUid), transferSyntaxUid: read.transferSyntaxUid || null,
        sha256, bytes: this.bytes, location, dataAt: this.dataAt,
      });
    } catch {
      return { kind: 'failed', identity, cause: 'commit' };
    }
    return { kind: 'aside', identity, reason };
  }

  private open(bytes: Buffer, last: boolean): void | Promise<void> {
    const opened = this.opening!.push(bytes, last);
    if (!opened) return undefined;
    this.opening = null;
    return this.begin(opened);
  }

  /** The stored object begins: with a head, and with what there is of the data set already. */
  private begin({ stored, dataAt }: Opening): void | Promise<void> {
    this.dataAt = dataAt;
    try {
      this.writer = this.ports.objects.open(dataAt);
      this.bytes = stored.length - dataAt;
      return this.writer.append(stored);
    } catch (error) {
      return this.fail(error);
    }
  }

  private append(bytes: Buffer): void | Promise<void> {
    this.bytes += bytes.length;
    try {
      return this.writer!.append(bytes);
    } catch (error) {
      return this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.failure ??= (error as { code?: string }).code === 'ENOSPC' ? 'disk-full' : 'write';
    this.drop();
  }

  /** Gives up what was written; the lane is free for the next object. */
  private drop(): void {
    this.over = true;
    this.writer?.abort();
    this.writer = null;
  }
}
