import { readMetadata, transferSyntax, WANTED_PATHS, type DicomJson, type ElementPath, type WantedName } from '@causeway/dicom';
import type { Logger } from '../../platform/log';
import type { Objects } from '../../platform/objects/objects';
import { attributesOf } from '../search/head-json';
import { fromTheStart } from './object-bytes';
import type { Instances, StoredInstance } from './instances';

/** Binary values up to this many bytes stand in the metadata itself. */
const INLINE_BYTES = 512;
const TRANSFER_SYNTAX = '00083002';

/** `00400275.0.00080050`: tags with item numbers from 0 between them. */
export const bulkPath = (path: ElementPath): string => path.join('.');

/** Which element the pixels are in, and its VR (PS3.5 annex A): the header was read up to there and no further. */
function pixelElement(json: DicomJson, one: StoredInstance): readonly [tag: string, vr: string] {
  const bits = Number(json['00280100']?.Value?.[0] ?? 0);
  if (json['00280101']?.Value === undefined && bits === 32) return ['7FE00008', 'OF'];
  if (json['00280101']?.Value === undefined && bits === 64) return ['7FE00009', 'OD'];
  return ['7FE00010', bits > 8 && !transferSyntax(one.transferSyntaxUid).encapsulated ? 'OW' : 'OB'];
}

function withPixels(json: DicomJson, one: StoredInstance, uri: (path: ElementPath) => string): DicomJson {
  const { '7FE00010': pixels, ...rest } = json;
  if (!pixels) return json;
  const [tag, vr] = pixelElement(json, one);
  return { ...rest, [tag]: { vr, BulkDataURI: uri([tag]) } };
}

/**
 * Metadata of one object (PS3.18 10.4.1.1.2) with addresses for long values below `instanceUrl`. An object whose header cannot be read as a whole
 * is described by what was read of it when it came.
 */
export async function metadataOf(store: Pick<Objects, 'read'>, instances: Pick<Instances, 'headOf'>, one: StoredInstance, instanceUrl: string, log: Logger): Promise<DicomJson> {
  const bulkDataUri = (path: ElementPath): string => `${instanceUrl}/bulkdata/${bulkPath(path)}`;
  const result = await readMetadata(fromTheStart(store, one), { bulkDataUri, inlineBytes: INLINE_BYTES });
  if (result.kind === 'failure') log.warn({ exam: one.examId, instance: one.id, reason: result.failure.reason }, 'metadata from the ledger: the header cannot be read');
  const json = result.kind === 'metadata' ? withPixels(result.json, one, bulkDataUri) : attributesOf(await instances.headOf(one), Object.keys(WANTED_PATHS) as WantedName[]);
  return { ...json, [TRANSFER_SYNTAX]: { vr: 'UI', Value: [one.transferSyntaxUid] } };
}

