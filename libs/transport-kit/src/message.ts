/** A message of a message protocol (HL7 v2, FHIR bundle, manifest) ready for the wire. */
export interface WireMessage {
  /** The protocol's control id, by which a repeat is recognised. */
  readonly id: string;
  /** The protocol's own type: `ORM^O01`, `ITI-65`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The partner's answer. A refusal is an answer, not a failure: `code` says which, as the protocol writes it (`AA`, `AE`, `AR`). */
export interface MessageReceipt {
  readonly accepted: boolean;
  readonly code: string;
  /** One sentence for people, without patient data. */
  readonly detail: string;
  /** The acknowledgement as received. */
  readonly bytes: Uint8Array;
}

export interface PatientIdentifier {
  readonly value: string;
  /** Assigning authority: OID, or namespace where the partner gives no OID. An identifier without an issuer is never a match. */
  readonly issuer: string;
}

/** What is known of a person when asking a partner who it is. */
export interface IdentityQuestion {
  readonly identifiers: readonly PatientIdentifier[];
  /** DICOM PN. */
  readonly name?: string;
  /** YYYYMMDD. */
  readonly birthDate?: string;
  readonly sex?: string;
  /** Issuers whose identifiers are wanted; empty asks for all. */
  readonly wanted: readonly string[];
}

export interface IdentityCandidate {
  readonly identifiers: readonly PatientIdentifier[];
  readonly name: string;
  readonly birthDate: string;
  readonly sex: string;
  /** 0 to 1000 as the partner scored it; null when it does not score. */
  readonly scorePermille: number | null;
}
