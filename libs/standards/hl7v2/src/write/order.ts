/** Orders for exams that exist already and come in from outside, and taking such an order back: ORM^O01 or OMI^O23. */
import { Hl7Problem } from '../problem';
import { type Code, type EntityId, type StaffName } from '../read/datatypes';
import { ce, ei, xcn } from './datatypes';
import { components, message, segment } from './er7';
import { msh, versionOf, type Envelope } from './envelope';
import { pid, pv1, type PatientOut, type VisitOut } from './patient';
import { writeIso, writeMoment } from './time';

export interface ImportOrder {
  readonly patient: PatientOut;
  readonly visit?: VisitOut | null;
  /** Our number: the order is recognised by it ever after. */
  readonly placerOrder: EntityId;
  /** Theirs, once known. */
  readonly fillerOrder?: EntityId | null;
  readonly accession?: EntityId | null;
  readonly requestedProcedureId?: EntityId | null;
  readonly scheduledStepId?: EntityId | null;
  readonly procedure: Code;
  /** Table 0078 / 0485: S stat, A as soon as possible, R routine. */
  readonly priority?: string | null;
  readonly orderingProvider?: StaffName | null;
  readonly reason?: Code | null;
  /**
   * What becomes of it: `import` for an exam that was made and read elsewhere, so that nobody is waited for (ORC-5 CM, table 0038); `read` for one that is to be read here,
   * which a reading list shows (ORC-5 IP; OBR-25 I of table 0123: made, no result yet; OBR-5 the priority, for lists that still look there). Nothing said: neither.
   */
  readonly purpose?: 'import' | 'read' | null;
  /** When the exam was made, as its source tells: `2026-11-24T08:18:00`. */
  readonly observedAt?: string | null;
  readonly studyUid?: string | null;
  /** DICOM code such as CT. */
  readonly modality?: string | null;
}

/** NW new order, CA cancel it, XO change it (table 0119). */
export type OrderControl = 'NW' | 'CA' | 'XO';

const STATUS = { import: 'CM', read: 'IP' } as const;

/** ORC-7 and OBR-27: all of TQ but the priority left out. */
function timingQuantity(priority: string | null | undefined) {
  return priority ? components(undefined, undefined, undefined, undefined, undefined, priority) : undefined;
}

function orc(envelope: Envelope, control: OrderControl, order: ImportOrder, quantity: boolean): string {
  return segment('ORC', {
    1: control,
    2: ei(order.placerOrder),
    3: order.fillerOrder ? ei(order.fillerOrder) : undefined,
    5: control === 'CA' ? 'CA' : order.purpose ? STATUS[order.purpose] : undefined,
    7: quantity ? timingQuantity(order.priority) : undefined,
    9: writeMoment(envelope.at),
    12: order.orderingProvider ? xcn(order.orderingProvider) : undefined,
  });
}

/** Accession number and requested procedure in OBR-18 and 19, as RAD-4 has them; a sender of OMI repeats them in IPC. */
function obr(order: ImportOrder, control: OrderControl, quantity: boolean): string {
  const toRead = order.purpose === 'read' && control !== 'CA';
  return segment('OBR', {
    1: 1,
    2: ei(order.placerOrder),
    3: order.fillerOrder ? ei(order.fillerOrder) : undefined,
    4: ce(order.procedure),
    5: toRead ? (order.priority ?? 'R') : undefined,
    7: order.observedAt ? writeIso(order.observedAt) : undefined,
    16: order.orderingProvider ? xcn(order.orderingProvider) : undefined,
    18: order.accession?.value,
    19: order.requestedProcedureId?.value,
    20: order.scheduledStepId?.value,
    24: order.modality ?? undefined,
    25: toRead ? 'I' : undefined,
    27: quantity ? timingQuantity(order.priority) : undefined,
    31: order.reason ? ce(order.reason) : undefined,
  });
}

function ipc(order: ImportOrder): string {
  return segment('IPC', {
    1: order.accession ? ei(order.accession) : undefined,
    2: order.requestedProcedureId ? ei(order.requestedProcedureId) : undefined,
    3: order.studyUid ?? undefined,
    4: order.scheduledStepId ? ei(order.scheduledStepId) : undefined,
    5: order.modality ?? undefined,
  });
}

/** RAD-4 4.4.4.1.2.8: how an ORM, which knows no IPC, carries the study. */
function zds(studyUid: string): string {
  return segment('ZDS', { 1: components(studyUid, undefined, 'Application', 'DICOM') });
}

/**
 * ORM^O01 (HL7 2.5.1 chapter 4.4.1), 2.5.1 or 2.3.1.
 * @throws Hl7Problem for values the standard does not allow
 */
export function writeOrm(envelope: Envelope, control: OrderControl, order: ImportOrder): string {
  return message([
    msh(envelope, 'ORM', 'O01', 'ORM_O01'),
    pid(order.patient),
    pv1(order.visit ?? null),
    orc(envelope, control, order, true),
    obr(order, control, true),
    ...(order.studyUid ? [zds(order.studyUid)] : []),
  ]);
}

/**
 * OMI^O23 (4.4.10).
 * @throws Hl7Problem `unsupported-version` for 2.3.1, which has no OMI; `bad-value` for values the standard does not allow
 */
export function writeOmi(envelope: Envelope, control: OrderControl, order: ImportOrder): string {
  if (versionOf(envelope) === '2.3.1') {
    throw new Hl7Problem('unsupported-version', 'HL7 2.3.1 has no OMI message; send ORM or 2.5.1.', { segment: 'MSH', field: 12 });
  }
  return message([
    msh(envelope, 'OMI', 'O23', 'OMI_O23'),
    pid(order.patient),
    pv1(order.visit ?? null),
    orc(envelope, control, order, false),
    segment('TQ1', { 1: 1, 9: order.priority ?? 'R' }),
    obr(order, control, false),
    ipc(order),
  ]);
}
