const CR = 0x0d;
const LF = 0x0a;
const MSH = [0x4d, 0x53, 0x48];

function startsWith(bytes: Uint8Array, at: number, name: readonly number[]): boolean {
  return name.every((byte, i) => bytes[at + i] === byte);
}

function isAlphanumeric(byte: number | undefined): boolean {
  if (byte === undefined) return true;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Where the batch trailer (BTS or FTS segments) begins, or the end. */
function endOfMessage(bytes: Uint8Array): number {
  let end = bytes.length;
  for (;;) {
    let last = end;
    while (last > 0 && (bytes[last - 1] === CR || bytes[last - 1] === LF)) last--;
    let start = last;
    while (start > 0 && bytes[start - 1] !== CR && bytes[start - 1] !== LF) start--;
    const trailer = startsWith(bytes, start, [0x42, 0x54, 0x53]) || startsWith(bytes, start, [0x46, 0x54, 0x53]);
    if (!trailer || start === 0) return end;
    end = start;
  }
}

/**
 * The messages in what one sender put into one envelope: a single message as a rule, several one after the other, or an HL7 batch
 * (2.10.3; FHS, BHS, BTS and FTS are dropped). Views, not copies. Bytes before the first MSH are dropped when an MSH follows; without
 * any MSH the input comes back as it is, so that reading it says what is wrong.
 */
export function splitMessages(bytes: Uint8Array): Uint8Array[] {
  const starts: number[] = [];
  for (let i = 0; i + 3 < bytes.length; i++) {
    const atLineStart = i === 0 || bytes[i - 1] === CR || bytes[i - 1] === LF;
    if (atLineStart && bytes[i] === 0x4d && startsWith(bytes, i, MSH) && !isAlphanumeric(bytes[i + 3])) starts.push(i);
  }
  if (starts.length === 0) return [bytes];
  return starts.map((start, i) => {
    const part = bytes.subarray(start, starts[i + 1] ?? bytes.length);
    return part.subarray(0, endOfMessage(part));
  });
}
