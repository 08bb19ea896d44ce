import { EXPLICIT_LE, OBJECT_LIMITS, parseTag, StructureWalker, TAKE, transferSyntax, type ElementHead, type ElementPath, type ItemHead, type Take, type WalkHandler } from '@causeway/dicom';
import { Refusal } from '../../platform/acts/refusal';
import type { Objects } from '../../platform/objects/objects';
import type { StoredInstance } from './instances';
import { inflated, isDeflated, readAt } from './object-bytes';

/** A value where it stands, from the first byte of the data set. */
export interface FoundValue {
  readonly start: number;
  readonly length: number;
  /** Pixel data as fragments: no value of its own. */
  readonly fragments: boolean;
}

/** Deeper than sequences go. */
const LONGEST_PATH = 2 * OBJECT_LIMITS.depth + 1;
const PIECE = 16_384;

/** `00400275.0.00080050`: tags, and between them item numbers from 0. Throws a 400 for anything else. */
export function parsePath(text: string): ElementPath {
  const parts = text.split('.');
  const path = parts.map((part, i) => (i % 2 === 0 ? (/^[0-9A-Fa-f]{8}$/.test(part) ? part.toUpperCase() : null) : /^\d{1,6}$/.test(part) ? Number(part) : null));
  if (parts.length % 2 === 0 || parts.length > LONGEST_PATH || path.includes(null)) throw new Refusal(400, 'bulk-path', 'A value is named by its tag as eight hexadecimal digits; inside sequences by tag.item.tag.');
  return path as ElementPath;
}

/** Follows one path through the structure and stops where it ends. */
class ValueFinder implements WalkHandler {
  found: FoundValue | null = null;
  /** Depth at which the next tag of the path stands. */
  private at = 0;

  constructor(private readonly path: ElementPath) {}

  element(head: ElementHead): Take {
    if (head.depth !== this.at) return TAKE.skip;
    const tag = parseTag(String(this.path[this.at]))!;
    if (head.tag < tag) return TAKE.skip;
    if (head.tag > tag) return TAKE.stop;
    if (this.at < this.path.length - 1) return head.content === 1 ? TAKE.skip : TAKE.stop;
    if (head.content !== 1) this.found = { start: head.valueStart, length: head.length, fragments: head.content === 2 };
    return TAKE.stop;
  }

  item(head: ItemHead): Take {
    // the item we were in is over
    if (head.depth === this.at - 1) return TAKE.stop;
    if (head.depth === this.at + 1 && head.number - 1 === this.path[this.at + 1]) this.at += 2;
    return TAKE.skip;
  }
}

/** Null when the object has no such value. Values are passed over, not read. */
export async function findValue(store: Pick<Objects, 'read'>, one: StoredInstance, path: ElementPath): Promise<FoundValue | null> {
  const finder = new ValueFinder(path);
  const walker = new StructureWalker(transferSyntax(isDeflated(one) ? EXPLICIT_LE : one.transferSyntaxUid), OBJECT_LIMITS, finder);
  const over = (): boolean => walker.stopped || walker.failure !== null;
  if (isDeflated(one)) {
    for await (const piece of inflated(store, one)) {
      walker.push(piece);
      if (over()) break;
    }
    return finder.found;
  }
  const read = readAt(store, one);
  for (let at = one.dataAt; at < one.fileBytes && !over(); ) {
    const piece = await read(at, Math.min(PIECE, one.fileBytes - at));
    walker.push(piece);
    at += piece.length + walker.skippable;
    walker.skip(Math.min(walker.skippable, one.fileBytes));
  }
  return finder.found;
}
