import { Hl7Problem } from '../problem';

/** The separators a message declares in MSH-1 and MSH-2 (HL7 2.5.1 chapter 2.5.4). Those left out of a short MSH-2 do not occur. */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition?: string;
  readonly escape?: string;
  readonly subcomponent?: string;
}

/** What this library writes, and what the standard recommends. */
export const STANDARD_DELIMITERS = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' } as const;

/** Printable ASCII that is neither letter, digit nor quote: a quote would make `""` ambiguous. */
function mayDelimit(char: string): boolean {
  return /^[!#-/:-@[-`{-~]$/.test(char);
}

/**
 * @param line the MSH segment
 * @throws Hl7Problem `bad-delimiters`
 */
export function readDelimiters(line: string): Delimiters {
  const field = line.charAt(3);
  const end = line.indexOf(field, 4);
  const encoding = end === -1 ? line.slice(4, 10) : line.slice(4, Math.min(end, 10));
  const chars = [...encoding];
  const all = [field, ...chars];
  // A fifth encoding character marks truncation since 2.7; it separates nothing.
  const sound = chars.length >= 1 && chars.length <= 5 && all.every(mayDelimit) && new Set(all).size === all.length;
  if (!sound) {
    throw new Hl7Problem('bad-delimiters', 'MSH-1 and MSH-2 must be different punctuation characters, normally |^~\\&.', { segment: 'MSH', field: 2 });
  }
  const [component = '', repetition, escape, subcomponent] = chars;
  return { field, component, repetition, escape, subcomponent };
}
