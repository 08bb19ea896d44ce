/** Imaging orders and their changes: ORM^O01, OMG^O19, OMI^O23 (HL7 2.5.1 chapter 4; RAD-2, RAD-3, RAD-4). */
import { Hl7Problem, type Finding } from '../problem';
import { type Message } from '../parse/message';
import { type Segment } from '../parse/segment';
import { readCode, readEntityId, type Code, type EntityId } from './datatypes';
import { first } from './fields';
import { readHeader, type Header } from './header';
import { readPatient, type Patient } from './patient';
import { readVisit, type Visit } from './visit';

/** One ORC with its OBR and, where the message has them, IPC or ZDS. */
export interface Order {
  /** ORC-1, table 0119: NW new, CA cancel, XO change, SC status changed, NA number assigned ... */
  readonly control: string | null;
  readonly placerOrder: EntityId | null;
  readonly fillerOrder: EntityId | null;
  /** ORC-5, table 0038. */
  readonly status: string | null;
  /** OBR-25, table 0123. */
  readonly resultStatus: string | null;
  /** TQ1-9, else OBR-27.6 or ORC-7.6. */
  readonly priority: string | null;
  readonly procedure: Code | null;
  /** IPC-1, else OBR-18 (RAD-4). */
  readonly accession: string | null;
  /** IPC-2, else OBR-19. */
  readonly requestedProcedureId: string | null;
  /** IPC-3, else ZDS-1 (RAD-4). */
  readonly studyUid: string | null;
  readonly modality: string | null;
}

export interface OrderMessage {
  readonly header: Header;
  readonly patient: Patient;
  readonly visit: Visit | null;
  readonly orders: readonly Order[];
  readonly findings: readonly Finding[];
}

const TYPES = new Set(['ORM', 'OMG', 'OMI']);

function groups(message: Message): ReadonlyMap<string, Segment>[] {
  const found: Map<string, Segment>[] = [];
  for (const segment of message.segments) {
    if (segment.name === 'ORC') found.push(new Map());
    const group = found.at(-1);
    if (group !== undefined && !group.has(segment.name)) group.set(segment.name, segment);
  }
  return found;
}

function readOrderGroup(group: ReadonlyMap<string, Segment>, zds: Segment | null): Order {
  const orc = group.get('ORC');
  const obr = group.get('OBR');
  const ipc = group.get('IPC');
  const entity = (field: number): EntityId | null => (orc && first(orc, field, readEntityId)) ?? (obr && first(obr, field, readEntityId)) ?? null;
  return {
    control: orc?.string(1) ?? null,
    placerOrder: entity(2),
    fillerOrder: entity(3),
    status: orc?.string(5) ?? null,
    resultStatus: obr?.string(25) ?? null,
    priority: group.get('TQ1')?.string(9) ?? obr?.string(27, 6) ?? orc?.string(7, 6) ?? null,
    procedure: obr === undefined ? null : first(obr, 4, readCode),
    accession: ipc?.string(1) ?? obr?.string(18) ?? null,
    requestedProcedureId: ipc?.string(2) ?? obr?.string(19) ?? null,
    studyUid: ipc?.string(3) ?? group.get('ZDS')?.string(1) ?? zds?.string(1) ?? null,
    modality: ipc?.string(5) ?? null,
  };
}

/** @throws Hl7Problem `unsupported-message`, `missing-segment` without PID or ORC */
export function readOrder(message: Message): OrderMessage {
  const header = readHeader(message);
  if (!TYPES.has(header.type)) throw new Hl7Problem('unsupported-message', 'This is not an ORM, OMG or OMI message.', { segment: 'MSH', field: 9 });
  const findings: Finding[] = [...message.findings];
  const pid = message.require('PID');
  message.require('ORC');
  const pv1 = message.first('PV1');
  // RAD-4 puts one ZDS at the end for all orders of the message.
  const zds = message.first('ZDS');
  return {
    header,
    patient: readPatient(pid, findings),
    visit: pv1 === null ? null : readVisit(pv1, findings),
    orders: groups(message).map((group) => readOrderGroup(group, zds)),
    findings,
  };
}
