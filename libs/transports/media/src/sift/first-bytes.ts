/** Looks at the beginning of a stream without losing it. */
export interface Peeked {
  readonly first: Buffer;
  /** `first` is all there is. */
  readonly whole: boolean;
  /** Everything, from the first byte; may be read once. */
  rest(): AsyncGenerator<Buffer>;
  /** Ends reading without the rest. */
  drop(): Promise<void>;
}

export async function peek(bytes: AsyncIterable<Buffer>, length: number): Promise<Peeked> {
  const turn = bytes[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let have = 0;
  let whole = false;
  while (have < length) {
    const next = await turn.next();
    if (next.done) {
      whole = true;
      break;
    }
    parts.push(next.value);
    have += next.value.length;
  }
  const first = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  const drop = async (): Promise<void> => void (await turn.return?.());
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      if (first.length > 0) yield first;
      for (let next = whole ? null : await turn.next(); next && !next.done; next = await turn.next()) yield next.value;
    } finally {
      await drop();
    }
  }
  return { first, whole, rest, drop };
}
