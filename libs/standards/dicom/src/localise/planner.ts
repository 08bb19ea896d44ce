/** Turns a request into splices for one object, from where its top-level elements stand. Pure: all bytes are there already. */
import { DataSet, tagOf } from '../data-set/data-set';
import { readDataSet } from '../data-set/read-data-set';
import { elementHead, writeElement } from '../data-set/write-data-set';
import { nameOfTag } from '../dictionary/dictionary';
import type { TransferSyntax } from '../registry/transfer-syntax';
import { groupOf } from '../structure/tag';
import { UNDEFINED_LENGTH } from '../structure/vr';
import { characterSet } from '../text/character-set';
import { formatDateTime } from '../text/date-time';
import { ElementMaker, itemAround, TextNotWritable } from './new-element';
import type { ElementDifference, LocaliseRefusal, PreviewValue, Splice } from './plan';
import { entityItem, type ElementChange, type LocaliseRequest, type LocalText } from './request';
import type { Span } from './span';
import type { TopLevel, TopLevelAsked } from './top-level';

const CHARACTER_SET = 0x00080005;
const PATIENT_ID = 0x00100020;
const ISSUER_OF_PATIENT_ID = 0x00100021;
const ISSUER_QUALIFIERS = 0x00100024;
const OTHER_PATIENT_IDS = 0x00101002;
const ORIGINAL_ATTRIBUTES = 0x04000561;
const MODIFIED_ATTRIBUTES = 0x04000550;
const LONGEST = 0xfffffffe;
/** Levels an original value sinks when it moves into the Original Attributes Sequence. */
const SUNK = 2;

export interface Planned {
  readonly splices: readonly Splice[];
  readonly differences: readonly ElementDifference[];
}
export interface NotPlanned {
  readonly refusal: LocaliseRefusal;
  readonly at: number;
  readonly tag: number;
}

class Refused extends Error {
  constructor(readonly answer: NotPlanned) {
    super(answer.refusal);
  }
}

/** What has to be looked up in the object before a request can be planned. */
export function askedBy(request: LocaliseRequest): TopLevelAsked {
  const changed = request.changes.map((change) => tagOf(change.keyword));
  const outside = request.keepOutsidePatientId ? [PATIENT_ID, ISSUER_OF_PATIENT_ID, ISSUER_QUALIFIERS, OTHER_PATIENT_IDS] : [];
  const withBytes = new Set([CHARACTER_SET, ...changed, ...outside]);
  const appended = new Set([OTHER_PATIENT_IDS, ORIGINAL_ATTRIBUTES]);
  return { tags: [...new Set([...withBytes, ORIGINAL_ATTRIBUTES])], withBytes, appended };
}

const ascii = (value: string): LocalText => ({ text: value, ascii: value });

class Planner {
  readonly #splices: { splice: Splice; order: number }[] = [];
  readonly #differences: ElementDifference[] = [];
  readonly #originals: { tag: number; bytes: Buffer }[] = [];
  readonly #maker: ElementMaker;
  readonly #charset: string;

  constructor(
    readonly syntax: TransferSyntax,
    readonly found: TopLevel,
    readonly deepest: number,
  ) {
    const named = found.spans.get(CHARACTER_SET);
    this.#charset = named ? this.#bodyOf(named).toString('latin1').replace(/[\0 ]+$/, '') : '';
    this.#maker = new ElementMaker(characterSet(this.#charset));
  }

  plan(request: LocaliseRequest): Planned {
    for (const change of request.changes) this.#change(change);
    if (request.keepOutsidePatientId) this.#keepOutsideId(request.keepOutsidePatientId);
    if (this.#originals.length > 0) this.#recordOriginals(request.modification);
    this.#dropGroupLengths();
    const splices = this.#splices.sort((a, b) => a.splice.offset - b.splice.offset || a.order - b.order).map(({ splice }) => splice);
    return { splices, differences: this.#differences.sort((a, b) => a.tag - b.tag) };
  }

  #change(change: ElementChange): void {
    const tag = tagOf(change.keyword);
    const element = this.#maker.ofChange(change);
    const inAscii = this.#maker.takeInAscii();
    const span = this.found.spans.get(tag);
    const bytes = element ? writeElement(element, this.syntax) : Buffer.alloc(0);
    const before = span ? this.#preview(span.bytes, tag) : null;
    const after = element ? this.#preview(bytes, tag) : null;
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (span) this.#keepOriginal(span);
    this.#splice(tag, span?.start ?? this.found.places.get(tag)!, span ? span.end - span.start : 0, bytes);
    this.#differences.push({ tag, keyword: change.keyword, before, after, inAscii });
  }

  #keepOutsideId(outside: NonNullable<LocaliseRequest['keepOutsidePatientId']>): void {
    const id = this.found.spans.get(PATIENT_ID);
    if (!id || this.#preview(id.bytes, PATIENT_ID) === '') return;
    const maker = this.#maker;
    const own = (tag: number, make: () => Buffer | null): Buffer => {
      const bytes = this.found.spans.get(tag)?.bytes;
      return bytes && this.#hasValue(bytes, tag) ? bytes : (make() ?? Buffer.alloc(0));
    };
    const { issuer, issuerEntity } = outside;
    const body = Buffer.concat([
      id.bytes,
      own(ISSUER_OF_PATIENT_ID, () => (issuer ? writeElement(maker.text('IssuerOfPatientID', issuer), this.syntax) : null)),
      writeElement(maker.text('TypeOfPatientID', ascii('TEXT')), this.syntax),
      own(ISSUER_QUALIFIERS, () => {
        const element = issuerEntity && maker.sequence('IssuerOfPatientIDQualifiersSequence', [entityItem(issuerEntity)]);
        return element ? writeElement(element, this.syntax) : null;
      }),
    ]);
    const span = this.found.spans.get(OTHER_PATIENT_IDS);
    const before = span ? this.#preview(span.bytes, OTHER_PATIENT_IDS) : null;
    const item = itemAround(body, this.syntax.uid, this.syntax, false)!;
    const added = this.#preview(elementWithItem(OTHER_PATIENT_IDS, item, this.syntax), OTHER_PATIENT_IDS);
    if (span) this.#keepOriginal(span);
    this.#appendItem(OTHER_PATIENT_IDS, body);
    const after = [...(Array.isArray(before) ? before : []), ...(Array.isArray(added) ? added : [])];
    this.#differences.push({ tag: OTHER_PATIENT_IDS, keyword: nameOfTag(OTHER_PATIENT_IDS), before, after, inAscii: maker.takeInAscii() });
  }

  #recordOriginals(modification: LocaliseRequest['modification']): void {
    const originals = Buffer.concat(this.#originals.sort((a, b) => a.tag - b.tag).map(({ bytes }) => bytes));
    const modified = elementWithItem(MODIFIED_ATTRIBUTES, itemAround(originals, this.syntax.uid, this.syntax, false)!, this.syntax);
    const rest = [
      this.#maker.text('AttributeModificationDateTime', ascii(formatDateTime(modification.at))),
      this.#maker.text('ModifyingSystem', modification.modifyingSystem),
      this.#maker.text('SourceOfPreviousValues', modification.source),
      this.#maker.text('ReasonForTheAttributeModification', ascii(modification.reason)),
    ];
    this.#appendItem(ORIGINAL_ATTRIBUTES, Buffer.concat([modified, ...rest.map((element) => writeElement(element, this.syntax))]));
  }

  /** One more item at the end of a sequence, whose own items are not touched; the sequence is made where there is none. */
  #appendItem(tag: number, body: Buffer): void {
    const span = this.found.spans.get(tag);
    if (!span) {
      const item = itemAround(body, this.syntax.uid, this.syntax, false)!;
      this.#splice(tag, this.found.places.get(tag)!, 0, elementWithItem(tag, item, this.syntax));
      return;
    }
    const unknownVr = span.vr === 'UN';
    const item = span.vr === '' || span.vr === 'SQ' || unknownVr ? itemAround(body, this.syntax.uid, this.syntax, unknownVr) : null;
    if (!item) throw this.#refused('sequence-unreadable', span);
    if (span.length !== UNDEFINED_LENGTH) {
      const length = span.length + item.length;
      if (length > LONGEST) throw this.#refused('element-too-long', span);
      const field = Buffer.alloc(4);
      if (this.syntax.bigEndian) field.writeUInt32BE(length);
      else field.writeUInt32LE(length);
      this.#splice(tag, span.valueStart - 4, 4, field);
    }
    this.#splice(tag, span.delimiter ?? span.end, 0, item);
  }

  #keepOriginal(span: Span): void {
    if (span.depth + SUNK > this.deepest) throw this.#refused('too-deep', span);
    this.#originals.push({ tag: span.tag, bytes: span.bytes });
  }

  /** A group whose elements change no longer has the length its group length element gives: the element is left out (PS3.5 7.2: retired). */
  #dropGroupLengths(): void {
    const groups = new Set(this.#splices.map(({ order }) => groupOf(order)));
    for (const [group, span] of this.found.groupLengths) {
      if (groups.has(group)) this.#splice(span.tag, span.start, span.end - span.start, Buffer.alloc(0));
    }
  }

  #splice(tag: number, offset: number, remove: number, insert: Buffer): void {
    this.#splices.push({ splice: { offset, remove, insert }, order: tag });
  }

  #refused(refusal: LocaliseRefusal, span: Span): Refused {
    return new Refused({ refusal, at: span.start, tag: span.tag });
  }

  #bodyOf(span: Span): Buffer {
    return span.bytes.subarray(span.valueStart - span.start);
  }

  #hasValue(bytes: Buffer, tag: number): boolean {
    const value = this.#preview(bytes, tag);
    return value !== null && value.length > 0;
  }

  #preview(bytes: Buffer, tag: number): PreviewValue {
    const holder = new DataSet();
    if (this.#charset) holder.set({ tag: CHARACTER_SET, vr: 'CS', bytes: Buffer.from(this.#charset, 'latin1') });
    const read = readDataSet(bytes, this.syntax.uid, undefined, holder);
    const element = read.kind === 'data-set' ? read.dataSet.get(tag) : undefined;
    if (read.kind === 'failure' || !element) return null;
    return element.items ? element.items.map((item) => flatItem(item)) : read.dataSet.texts(tag).join('\\');
  }
}

/** Texts of one item by keyword; those of the first items inside with a dot. */
function flatItem(item: DataSet, prefix = '', depth = 0): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const element of item.elements) {
    const name = prefix + nameOfTag(element.tag);
    if (!element.items) flat[name] = item.texts(element.tag).join('\\');
    else if (element.items[0] && depth < 3) Object.assign(flat, flatItem(element.items[0], `${name}.`, depth + 1));
  }
  return flat;
}

function elementWithItem(tag: number, item: Buffer, syntax: TransferSyntax): Buffer {
  return Buffer.concat([elementHead(tag, 'SQ', item.length, syntax), item]);
}

/** Plans a request for an object whose asked-for elements were found. Throws only on a request that names keywords that do not exist. */
export function planSplices(request: LocaliseRequest, syntax: TransferSyntax, found: TopLevel, deepest: number): Planned | NotPlanned {
  try {
    return new Planner(syntax, found, deepest).plan(request);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    if (error instanceof TextNotWritable) return { refusal: 'text-not-writable', at: 0, tag: error.tag };
    throw error;
  }
}
