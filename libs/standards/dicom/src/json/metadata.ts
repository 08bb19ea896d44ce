/** Metadata of a stored object (PS3.18 10.4.1.1.2): everything but the pixel data, which gets the URI it can be fetched under. */
import type { Failure } from '../structure/verdict';
import type { ByteSource } from '../part10/object-feed';
import { readHeader, type HeaderOptions } from '../part10/read-header';
import { toDicomJson, type DicomJson, type JsonOptions } from './dicom-json';

export type MetadataResult = { readonly kind: 'metadata'; readonly json: DicomJson } | { readonly kind: 'failure'; readonly failure: Failure };

const PIXEL_DATA = '7FE00010';

export async function readMetadata(source: ByteSource, options: HeaderOptions & JsonOptions = {}): Promise<MetadataResult> {
  const result = await readHeader(source, options);
  if (result.kind === 'failure') return result;
  const { dataSet, pixelsFollow } = result.header;
  const json = toDicomJson(dataSet, options);
  const uri = pixelsFollow ? (options.bulkDataUri?.([PIXEL_DATA], 'OW') ?? null) : null;
  if (uri !== null) json[PIXEL_DATA] = { vr: 'OW', BulkDataURI: uri };
  return { kind: 'metadata', json };
}
