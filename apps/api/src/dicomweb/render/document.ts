import { COLLECT_LIMITS, readHeader } from '@causeway/dicom';
import { Refusal } from '../../platform/acts/refusal';
import type { Objects } from '../../platform/objects/objects';
import type { Piece } from '../http/reply';
import { findValue } from '../retrieve/find-value';
import type { StoredInstance } from '../retrieve/instances';
import { dataSetRange, fromTheStart, gather } from '../retrieve/object-bytes';

const ENCAPSULATED_PDF = '1.2.840.10008.5.1.4.1.1.104.1';
const DOCUMENT = '00420011';
const MAGIC = '%PDF-';
/** Some programs write a line before the document begins. */
const LOOK_BYTES = 1024;

export const isDocument = (one: StoredInstance): boolean => one.sopClassUid === ENCAPSULATED_PDF;

/** The document of an Encapsulated PDF, without its padding (PS3.3 C.24.2). Only what is a PDF: browsers run what they take for a page. */
export async function documentOf(store: Pick<Objects, 'read'>, one: StoredInstance): Promise<Piece> {
  const found = await findValue(store, one, [DOCUMENT]);
  const none = new Refusal(406, 'no-document', 'This object holds no PDF. It can be fetched as it is.');
  if (!found || found.fragments) throw none;
  const start = await gather(dataSetRange(store, one, found.start, found.start + Math.min(found.length, LOOK_BYTES)));
  if (!start.toString('latin1').includes(MAGIC)) throw none;
  const header = await readHeader(fromTheStart(store, one), { collect: COLLECT_LIMITS });
  const told = header.kind === 'header' ? header.header.dataSet.number('EncapsulatedDocumentLength') : null;
  const length = told !== null && told > 0 && found.length - told <= 1 && told <= found.length ? told : found.length;
  return { length, body: () => dataSetRange(store, one, found.start, found.start + length) };
}
