/** Messages with no more in them than a test needs. */

export function adtSample(controlId: string, more = ''): string {
  return `MSH|^~\\&|HIS|HOSP|CW|HOSP|20260101120000||ADT^A08^ADT_A01|${controlId}|P|2.5.1\rEVN|A08|20260101120000\rPID|1||4711^^^HOSP^MR||Sample^Simon\r${more}`;
}
