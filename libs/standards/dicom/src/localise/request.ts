/** What a localised copy is to say instead: the receiving site's identity of patient and order, put over an object from elsewhere. */

/** Text for people, and what to write where the object's character set cannot hold it. */
export interface LocalText {
  readonly text: string;
  /** ASCII only. */
  readonly ascii: string;
}

/** Attributes of one sequence item by keyword. */
export interface ItemChange {
  readonly [keyword: string]: LocalText | readonly ItemChange[];
}

/** One top-level element: a new text, new items, gone, or one more item behind those it has. */
export type ElementChange =
  | { readonly kind: 'text'; readonly keyword: string; readonly value: LocalText }
  | { readonly kind: 'items'; readonly keyword: string; readonly items: readonly ItemChange[] }
  | { readonly kind: 'remove'; readonly keyword: string };

export interface EntityId {
  readonly universalId: string;
  /** DNS, EUI64, ISO, URI, UUID, X400 or X500 (PS3.3 10.14). */
  readonly universalIdType: string;
}

export interface LocalIdentity {
  readonly patientName?: LocalText;
  readonly patientId?: LocalText;
  readonly issuerOfPatientId?: LocalText;
  readonly issuerOfPatientIdEntity?: EntityId;
  /** `YYYYMMDD`, or empty for unknown. */
  readonly patientBirthDate?: string;
  /** M, F, O or empty. */
  readonly patientSex?: string;
  readonly accessionNumber?: LocalText;
  readonly issuerOfAccessionNumber?: EntityId;
  readonly requestedProcedureId?: LocalText;
  readonly instanceOriginStatus?: 'LOCAL' | 'IMPORTED';
}

export interface LocaliseRequest {
  readonly changes: readonly ElementChange[];
  /**
   * Adds the Patient ID the object came with to Other Patient IDs Sequence (0010,1002), with the object's own issuer, or `issuer` where it
   * names none. Nothing is added when the object has no Patient ID.
   */
  readonly keepOutsidePatientId?: { readonly issuer?: LocalText; readonly issuerEntity?: EntityId };
  /** What the new item of Original Attributes Sequence (0400,0561) says about the change (PS3.3 C.12.1.1.9). */
  readonly modification: {
    readonly source: LocalText;
    readonly modifyingSystem: LocalText;
    readonly at: Date;
    readonly reason: 'COERCE' | 'CORRECT';
  };
}

const plain = (value: string): LocalText => ({ text: value, ascii: value });
const text = (keyword: string, value: LocalText): ElementChange => ({ kind: 'text', keyword, value });

export const entityItem = (entity: EntityId): ItemChange => ({
  UniversalEntityID: plain(entity.universalId),
  UniversalEntityIDType: plain(entity.universalIdType),
});

/**
 * The changes that give an object a local identity. An issuer belongs to its id: with a new Patient ID or Accession Number the issuers and
 * qualifiers that are not given are taken out, so that no outside issuer is left standing beside a local id.
 */
export function identityChanges(identity: LocalIdentity): ElementChange[] {
  const changes: ElementChange[] = [];
  const entity = (keyword: string, value: EntityId | undefined, replaced: boolean): void => {
    if (value) changes.push({ kind: 'items', keyword, items: [entityItem(value)] });
    else if (replaced) changes.push({ kind: 'remove', keyword });
  };
  if (identity.accessionNumber) changes.push(text('AccessionNumber', identity.accessionNumber));
  entity('IssuerOfAccessionNumberSequence', identity.issuerOfAccessionNumber, identity.accessionNumber !== undefined);
  if (identity.patientName) changes.push(text('PatientName', identity.patientName));
  if (identity.patientId) changes.push(text('PatientID', identity.patientId));
  if (identity.issuerOfPatientId) changes.push(text('IssuerOfPatientID', identity.issuerOfPatientId));
  else if (identity.patientId) changes.push({ kind: 'remove', keyword: 'IssuerOfPatientID' });
  entity('IssuerOfPatientIDQualifiersSequence', identity.issuerOfPatientIdEntity, identity.patientId !== undefined);
  if (identity.patientBirthDate !== undefined) changes.push(text('PatientBirthDate', plain(identity.patientBirthDate)));
  if (identity.patientSex !== undefined) changes.push(text('PatientSex', plain(identity.patientSex)));
  if (identity.requestedProcedureId) {
    const item: ItemChange = { RequestedProcedureID: identity.requestedProcedureId };
    changes.push({ kind: 'items', keyword: 'RequestAttributesSequence', items: [item] });
  }
  if (identity.instanceOriginStatus) changes.push(text('InstanceOriginStatus', plain(identity.instanceOriginStatus)));
  return changes;
}
