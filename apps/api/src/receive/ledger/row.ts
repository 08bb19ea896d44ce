import { newId } from '../../platform/ids';
import { locationText, parseLocation } from '../../platform/objects/location';
import type { AsideObject } from '../intake/quarantine';
import type { StoredObject } from './stored-object';

/** An object as the database takes it (`ledger_object`). */
export interface LedgerRow {
  /** Of two with one UID the one with the smaller number came first. */
  readonly n: number;
  /** Id of the exam, should there be none yet. */
  readonly exam: string;
  readonly study: string;
  readonly series: string;
  readonly sop: string;
  readonly class: string;
  readonly syntax: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly location: string;
  readonly data_at: number;
  readonly head: StoredObject['head'];
  readonly findings: readonly string[];
  readonly modality: string;
  readonly number: number | null;
  readonly door: StoredObject['source']['door'];
  readonly facility: string | null;
  readonly endpoint: string | null;
  readonly calling: string | null;
  readonly address: string | null;
  readonly kind: StoredObject['source']['kind'];
  readonly who: string;
  readonly name: string;
  readonly trace: string;
}

export function rowOf(o: StoredObject, n: number): LedgerRow {
  const { source } = o;
  return {
    n, exam: newId(), study: o.studyUid, series: o.seriesUid, sop: o.sopUid, class: o.sopClassUid, syntax: o.transferSyntaxUid, sha256: o.sha256, bytes: o.bytes,
    location: locationText(o.location), data_at: o.dataAt, head: o.head, findings: o.findings, modality: textIn(o.head, 'modality'), number: intIn(o.head, 'seriesNumber'),
    door: source.door, facility: source.facilityId, endpoint: source.endpointId, calling: source.calling, address: source.address,
    kind: source.kind, who: source.id, name: source.name, trace: source.trace,
  };
}

/** A row the ledger does not take, as something to be set aside. `detail` is a code. */
export const asideOf = (row: LedgerRow, detail: string): AsideObject => ({
  source: { door: row.door, kind: row.kind, id: row.who, name: row.name, endpointId: row.endpoint, facilityId: row.facility, calling: row.calling, address: row.address, trace: row.trace },
  reason: 'not-storable', detail, studyUid: row.study, sopUid: row.sop, transferSyntaxUid: row.syntax, sha256: row.sha256, bytes: row.bytes, location: parseLocation(row.location), dataAt: row.data_at,
});

const textIn = (head: StoredObject['head'], name: string): string => (typeof head[name] === 'string' ? head[name] : '');

/** Series Number (IS); devices write all kinds of things into it. */
function intIn(head: StoredObject['head'], name: string): number | null {
  const text = textIn(head, name).trim();
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : null;
}
