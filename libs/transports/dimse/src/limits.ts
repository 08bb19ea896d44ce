/** Every bound of the DIMSE layer in one place: bytes, counts, milliseconds. All can be set; tests run below, at and above them. */
export interface DimseLimits {
  /** P-DATA-TF size we announce (PS3.8 D.1), and the largest one we send even to a partner without a limit. */
  readonly pduBytes: number;
  /** Hard stop for any P-DATA-TF we read: beyond what we announced, because some partners overrun it slightly. */
  readonly pduHardBytes: number;
  readonly associateBytes: number;
  readonly commandBytes: number;
  /** A query identifier or an answer to one. */
  readonly identifierBytes: number;
  /** A request for storage commitment or a report on one. */
  readonly commitmentBytes: number;
  readonly contexts: number;
  readonly syntaxesPerContext: number;
  /** Fragments without payload in a row. */
  readonly emptyFragments: number;
  /** Requests of one association not yet answered; no asynchronous window is ever agreed (PS3.7 D.3.3.3). */
  readonly outstanding: number;
  /** Bytes of answers or objects waiting for one socket before its producer is paused. */
  readonly writeBufferBytes: number;

  readonly associations: number;
  readonly associationsPerAddress: number;
  /** Sockets without an association. They are kept apart from associations; the oldest makes room for the newest. */
  readonly waitingSockets: number;

  /** From TCP open to a complete A-ASSOCIATE-RQ (ARTIM, PS3.8 9.1.5); not extended by bytes that trickle in. */
  readonly artimMs: number;
  /** No byte inside an association while nothing is being done for it. */
  readonly idleMs: number;
  /** One whole message, command and data set. */
  readonly objectMs: number;
  /** How long a socket may linger after our last PDU until the partner closes it. */
  readonly lingerMs: number;

  readonly connectMs: number;
  /** From A-ASSOCIATE-RQ to its answer. */
  readonly associateMs: number;
  /** From the last byte of a request to each of its answers. */
  readonly responseMs: number;
  readonly releaseMs: number;
}

export const DIMSE_LIMITS: DimseLimits = {
  pduBytes: 131_072,
  pduHardBytes: 1_048_576,
  associateBytes: 262_144,
  commandBytes: 16_384,
  identifierBytes: 262_144,
  commitmentBytes: 4_194_304,
  contexts: 128,
  syntaxesPerContext: 64,
  emptyFragments: 16,
  outstanding: 16,
  writeBufferBytes: 1_048_576,
  associations: 64,
  associationsPerAddress: 8,
  waitingSockets: 512,
  artimMs: 10_000,
  idleMs: 60_000,
  objectMs: 900_000,
  lingerMs: 1_000,
  connectMs: 10_000,
  associateMs: 30_000,
  responseMs: 60_000,
  releaseMs: 5_000,
};

/** The defaults with some bounds replaced. Throws a RangeError for a bound that is not a positive number or not allowed by PS3.8. */
export function dimseLimits(over: Partial<DimseLimits> = {}): DimseLimits {
  for (const [name, value] of Object.entries(over)) {
    if (!(Number(value) > 0)) {
      throw new RangeError(`The DIMSE limit ${name} must be a positive number.`);
    }
  }
  const limits = { ...DIMSE_LIMITS, ...over };
  if (limits.pduBytes < 4_096 || limits.pduBytes > limits.pduHardBytes) {
    throw new RangeError(`The DIMSE limit pduBytes must be from 4096 to pduHardBytes (${limits.pduHardBytes}).`);
  }
  return limits;
}
