/** Media types with their parameters (RFC 9110 8.3.1). */
export interface MediaType {
  /** Lower case, `type/subtype`. */
  readonly type: string;
  /** Names in lower case; quotes taken off. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TYPE = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*/;
const PARAMETER = /^;\s*([\w!#$&^.+-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))\s*/;
const LONGEST = 2048;

/** Null for what is no media type. */
export function parseMediaType(text: string | undefined): MediaType | null {
  if (text === undefined || text.length > LONGEST) return null;
  const found = TYPE.exec(text);
  if (!found) return null;
  const parameters = new Map<string, string>();
  let rest = text.slice(found[0].length);
  while (rest.length > 0 && rest !== ';') {
    const parameter = PARAMETER.exec(rest);
    if (!parameter) return null;
    parameters.set(parameter[1]!.toLowerCase(), parameter[2]?.replace(/\\(.)/g, '$1') ?? parameter[3]!);
    rest = rest.slice(parameter[0].length);
  }
  return { type: found[1]!.toLowerCase(), parameters };
}

/**
 * RFC 2046 5.1.1 allows 1 to 70 characters and no space at the end; Orthanc's plugin sends 73, so more are taken as long as what is compared with
 * every byte of a body stays short.
 */
export const isBoundary = (text: string | undefined): text is string => text !== undefined && /^[0-9A-Za-z'()+_,./:=? -]{0,199}[0-9A-Za-z'()+_,./:=?-]$/.test(text);
