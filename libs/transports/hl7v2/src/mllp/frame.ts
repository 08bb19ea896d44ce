/** The bytes around a message (HL7 MLLP release 1): start block, content, end block and carriage return. */
export const START_BLOCK = 0x0b;
export const END_BLOCK = 0x1c;
export const CARRIAGE_RETURN = 0x0d;

export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(message.length + 3);
  framed[0] = START_BLOCK;
  framed.set(message, 1);
  framed[message.length + 1] = END_BLOCK;
  framed[message.length + 2] = CARRIAGE_RETURN;
  return framed;
}
