/** PDU types, and the PDUs of fixed size (PS3.8 9.3). */
export const PDU = {
  associateRq: 1,
  associateAc: 2,
  associateRj: 3,
  data: 4,
  releaseRq: 5,
  releaseRp: 6,
  abort: 7,
} as const;

export const PDU_HEADER_BYTES = 6;
/** PDU header, PDV length, context id and message control header. */
export const DATA_HEADER_BYTES = 12;
/** What a P-DATA-TF of a given announced size cannot use for payload: PDV length, context id, control header. */
export const PDV_OVERHEAD_BYTES = 6;

/** Message control header (PS3.8 E.2). */
export const COMMAND_FRAGMENT = 1;
export const LAST_FRAGMENT = 2;

/** Reason of an A-ABORT by the service provider (PS3.8 9.3.8). */
export const ABORT_REASON = { notSpecified: 0, unrecognised: 1, unexpected: 2, invalidParameter: 6 } as const;
export type AbortReason = (typeof ABORT_REASON)[keyof typeof ABORT_REASON];

/** The other side broke the protocol; the association ends with an A-ABORT of this reason. The text holds no received values. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly reason: AbortReason;

  constructor(reason: AbortReason, text: string, options?: ErrorOptions) {
    super(text, options);
    this.reason = reason;
  }
}

export const ABORT_SOURCE = { user: 0, provider: 2 } as const;
export type AbortSource = (typeof ABORT_SOURCE)[keyof typeof ABORT_SOURCE];

export function abortPdu(source: AbortSource, reason: AbortReason): Buffer {
  return Buffer.from([PDU.abort, 0, 0, 0, 0, 4, 0, 0, source, reason]);
}

export function rejectPdu(result: number, source: number, reason: number): Buffer {
  return Buffer.from([PDU.associateRj, 0, 0, 0, 0, 4, 0, result, source, reason]);
}

export function releaseRequestPdu(): Buffer {
  return Buffer.from([PDU.releaseRq, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
}

export function releaseReplyPdu(): Buffer {
  return Buffer.from([PDU.releaseRp, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
}

/** Writes the header of a P-DATA-TF holding one fragment of `size` bytes at `offset` (PS3.8 9.3.5). */
export function writeDataHeader(into: Buffer, offset: number, contextId: number, control: number, size: number): void {
  into[offset] = PDU.data;
  into[offset + 1] = 0;
  into.writeUInt32BE(size + PDV_OVERHEAD_BYTES, offset + 2);
  into.writeUInt32BE(size + 2, offset + PDU_HEADER_BYTES);
  into[offset + 10] = contextId;
  into[offset + 11] = control;
}
