/** One directory tree of a disc of ours: names made fit, ordered as ECMA-119 9.3 asks, folders numbered for the path table. */
import { fileIdentifier, folderIdentifier, jolietName, plainName } from './names';
import { directoryRecord, packFolder, pathTable, recordLength, folderLength, type PathRow } from './records';

/** A file's places on the disc: several where it is longer than one extent can be. */
export interface Placed {
  readonly block: number;
  readonly bytes: number;
}
export interface TreeFile {
  readonly path: readonly string[];
  readonly places: readonly Placed[];
}

interface Leaf { readonly identifier: Buffer; readonly file: TreeFile }
export interface Folder {
  readonly identifier: Buffer;
  readonly parent: Folder | null;
  readonly folders: Map<string, Folder>;
  readonly files: Leaf[];
  readonly taken: Set<string>;
  number: number;
  block: number;
  bytes: number;
}

const SELF = Buffer.from([0]);
const PARENT = Buffer.from([1]);
const DEEPEST = 8;

const newFolder = (identifier: Buffer, parent: Folder | null): Folder => ({ identifier, parent, folders: new Map(), files: [], taken: new Set(), number: 0, block: 0, bytes: 0 });

export class DiscTree {
  readonly folders: readonly Folder[];
  readonly root = newFolder(SELF, null);

  constructor(files: readonly TreeFile[], private readonly joliet: boolean, private readonly at: Date) {
    for (const file of files) this.add(file);
    this.folders = this.numbered();
    for (const folder of this.folders) folder.bytes = folderLength([34, 34, ...this.children(folder).map(({ identifier, places }) => recordLength(identifier) * Math.max(1, places))]);
  }

  /** Blocks all folders take; each gets its block. */
  place(from: number): number {
    let block = from;
    for (const folder of this.folders) {
      folder.block = block;
      block += folder.bytes / 2048;
    }
    return block - from;
  }

  pathTable(bigEndian: boolean): Buffer {
    const rows = this.folders.map((folder): PathRow => ({ identifier: folder.identifier, block: folder.block, parent: folder.parent?.number ?? 1 }));
    return pathTable(rows, bigEndian);
  }

  bytesOf(folder: Folder): Buffer {
    const up = folder.parent ?? folder;
    const records = [this.folderRecord(SELF, folder), this.folderRecord(PARENT, up)];
    const entries: { identifier: Buffer; records: Buffer[] }[] = [
      ...[...folder.folders.values()].map((child) => ({ identifier: child.identifier, records: [this.folderRecord(child.identifier, child)] })),
      ...folder.files.map(({ identifier, file }) => ({ identifier, records: this.fileRecords(identifier, file) })),
    ];
    entries.sort((a, b) => Buffer.compare(a.identifier, b.identifier));
    return packFolder([...records, ...entries.flatMap((entry) => entry.records)]);
  }

  private fileRecords(identifier: Buffer, file: TreeFile): Buffer[] {
    const places = file.places.length > 0 ? file.places : [{ block: 0, bytes: 0 }];
    return places.map((place, i) => directoryRecord({ identifier, ...place, folder: false, continues: i < places.length - 1, at: this.at }));
  }

  private folderRecord(identifier: Buffer, folder: Folder): Buffer {
    return directoryRecord({ identifier, block: folder.block, bytes: folder.bytes, folder: true, at: this.at });
  }

  private children(folder: Folder): { identifier: Buffer; places: number }[] {
    const all = [
      ...[...folder.folders.values()].map((child) => ({ identifier: child.identifier, places: 1 })),
      ...folder.files.map(({ identifier, file }) => ({ identifier, places: file.places.length })),
    ];
    return all.sort((a, b) => Buffer.compare(a.identifier, b.identifier));
  }

  private add(file: TreeFile): void {
    if (file.path.length === 0 || file.path.length > DEEPEST) throw new RangeError(`A file of a disc lies in at most ${DEEPEST - 1} folders.`);
    let folder = this.root;
    for (const name of file.path.slice(0, -1)) {
      const there = folder.folders.get(name);
      if (there) {
        folder = there;
        continue;
      }
      const made = newFolder(folderIdentifier(this.fit(name, true, folder), this.joliet), folder);
      folder.folders.set(name, made);
      folder = made;
    }
    folder.files.push({ identifier: fileIdentifier(this.fit(file.path.at(-1)!, false, folder), this.joliet), file });
  }

  private fit(name: string, isFolder: boolean, folder: Folder): string {
    const fitted = this.joliet ? jolietName(name, folder.taken) : plainName(name, isFolder, folder.taken);
    folder.taken.add(fitted);
    return fitted;
  }

  /** Level by level, in each by parent and then by name (6.9.1). */
  private numbered(): Folder[] {
    const all: Folder[] = [];
    for (let level = [this.root]; level.length > 0;) {
      for (const folder of level) {
        all.push(folder);
        folder.number = all.length;
      }
      level = level.flatMap((folder) => [...folder.folders.values()].sort((a, b) => Buffer.compare(a.identifier, b.identifier)));
    }
    return all;
  }
}
