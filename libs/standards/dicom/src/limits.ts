/** Every bound this library keeps while it reads an object, in one place. Bytes and counts; each one can be overridden. */
export interface ObjectLimits {
  /** Sequences inside sequences (PS3.5 7.5). A sequence and its item count as one level. */
  readonly depth: number;
  /** Data elements and items in one data set, all levels: bounds the work a data set of empty elements can cause. */
  readonly elements: number;
  /** Longest value that is kept, in bytes. */
  readonly keptValueBytes: number;
  /** All values kept of one object together, in bytes. */
  readonly keptBytes: number;
  /** One object as received, in bytes. */
  readonly objectBytes: number;
  /** Deflated syntaxes: bytes that may come out in all. */
  readonly inflatedBytes: number;
  /** Deflated syntaxes: bytes out per byte in, checked once `inflateFreeBytes` came out. */
  readonly inflateRatio: number;
  readonly inflateFreeBytes: number;
  /** File meta group 0002 (PS3.10 7.1), in bytes. */
  readonly metaBytes: number;
  /** Localising: one element that is replaced or added to, in bytes. */
  readonly changedElementBytes: number;
}

export const OBJECT_LIMITS: ObjectLimits = {
  depth: 64,
  elements: 2_000_000,
  keptValueBytes: 4096,
  keptBytes: 65_536,
  objectBytes: 8 * 2 ** 30,
  inflatedBytes: 4 * 2 ** 30,
  inflateRatio: 100,
  inflateFreeBytes: 16 * 2 ** 20,
  metaBytes: 65_536,
  changedElementBytes: 2 ** 20,
};

/** The defaults with some bounds replaced. Throws a RangeError when a bound is not a positive number. */
export function objectLimits(over: Partial<ObjectLimits> = {}): ObjectLimits {
  for (const [name, value] of Object.entries(over)) {
    if (!(Number(value) > 0)) throw new RangeError(`The DICOM limit ${name} must be a positive number.`);
  }
  return { ...OBJECT_LIMITS, ...over };
}
