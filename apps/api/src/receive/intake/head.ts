import { characterSet, decodeText, implicitVr, WANTED_PATHS, type ObjectResult, type ObjectValues, type WantedName } from '@causeway/dicom';
import type { Head } from '../ledger/stored-object';

const VRS: ReadonlyMap<string, string> = new Map(Object.entries(WANTED_PATHS).map(([name, path]) => [name, implicitVr(path[path.length - 1]!)]));
/** Names of the parts of an identifier whose text depends on the character set: LO and UT. */
const IDENTIFIER_VRS: Readonly<Record<string, string>> = { patientId: 'LO', issuerOfPatientId: 'LO', universalId: 'UT', typeOfPatientId: 'CS', universalIdType: 'CS' };

/** The wanted values as Unicode text under their names; dates, times and numbers as sent. What the object does not hold is absent. */
export function headOf({ values, otherPatientIds }: Pick<ObjectResult, 'values' | 'otherPatientIds'>): Head {
  const set = characterSet(values.specificCharacterSet ?? '');
  const head: Record<string, unknown> = {};
  for (const name of Object.keys(values) as WantedName[]) head[name] = decodeText(values[name]!, VRS.get(name) ?? 'LO', set);
  if (otherPatientIds.length > 0) {
    head['otherPatientIds'] = otherPatientIds.map((id) => Object.fromEntries(Object.entries(id).map(([name, raw]) => [name, decodeText(raw, IDENTIFIER_VRS[name] ?? 'LO', set)])));
  }
  return head;
}

export interface Identity {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

export function identityIn(values: ObjectValues): Identity | null {
  const { sopClassUid, sopInstanceUid } = values;
  return sopClassUid && sopInstanceUid ? { sopClassUid, sopInstanceUid } : null;
}
