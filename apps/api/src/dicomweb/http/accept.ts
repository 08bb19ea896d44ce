/** What a client accepts (RFC 9110 12.5.1, PS3.18 8.7): media ranges with their parameters, the most wanted first. */
import { Refusal } from '../../platform/acts/refusal';

export interface MediaRange {
  /** Lower case, `type/subtype`. */
  readonly type: string;
  /** Names in lower case; quotes taken off. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

const LONGEST = 4096;
const ANY: readonly MediaRange[] = [{ type: '*/*', parameters: new Map(), weight: 1 }];

/** Cuts at a sign that does not stand in quotes. */
function cut(text: string, sign: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === sign && !quoted) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter(Boolean);
}

function parameterOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 0) return [text.toLowerCase(), ''];
  return [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim().replace(/^"(.*)"$/, '$1')];
}

function rangeOf(text: string): MediaRange | null {
  const [type = '', ...rest] = cut(text, ';');
  const parameters = new Map(rest.map(parameterOf));
  const weight = Number(parameters.get('q') ?? 1);
  parameters.delete('q');
  if (!/^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/.test(type) || !(weight > 0 && weight <= 1)) return null;
  return { type: type.toLowerCase(), parameters, weight };
}

/** Of an `Accept` header or an `accept` parameter, which goes before it (PS3.18 8.3.3.1). Nothing given means anything. */
export function parseAccept(header: string | undefined, parameter?: unknown): readonly MediaRange[] {
  const text = typeof parameter === 'string' && parameter !== '' ? parameter : (header ?? '');
  if (text.length > LONGEST) throw new Refusal(400, 'accept', 'The list of accepted media types is too long.');
  if (text.trim() === '') return ANY;
  return cut(text, ',').map(rangeOf).filter((range) => range !== null).sort((a, b) => b.weight - a.weight);
}

/** Whether a range covers a media type, wildcards included. */
export function covers(range: string, type: string): boolean {
  if (range === '*/*' || range === type) return true;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1));
}

/** The transfer syntaxes of one form the client takes: any, or the ones it named. */
export interface Wanted {
  readonly form: 'multipart' | 'single';
  /** Media type of the parts, or of the single part; wildcards as the client wrote them. */
  readonly type: string;
  readonly syntaxes: 'any' | readonly string[];
}

function wantedOf({ type, parameters }: MediaRange): Wanted {
  const syntax = parameters.get('transfer-syntax');
  const syntaxes = syntax === undefined || syntax === '*' || syntax === '' ? ('any' as const) : [syntax];
  if (type === '*/*' || type === 'multipart/*') return { form: 'multipart', type: '*/*', syntaxes };
  if (type === 'multipart/related') return { form: 'multipart', type: (parameters.get('type') ?? '*/*').toLowerCase(), syntaxes };
  return { form: 'single', type, syntaxes };
}

export interface Offered {
  /** Media types the bytes go by, the most telling first. */
  readonly types: readonly string[];
  readonly forms: readonly Wanted['form'][];
}

/**
 * What can be given of what is wanted, in the client's order, each with the media type it goes by. Without a transfer syntax the objects go out as they
 * are stored: they are never re-encoded, so the default of PS3.18 8.7.3.5.2 could only be refused.
 */
export function givable(accept: readonly MediaRange[], offered: Offered): readonly (Wanted & { readonly as: string })[] {
  return accept.map(wantedOf).flatMap((one) => {
    const as = offered.forms.includes(one.form) ? offered.types.find((type) => covers(one.type, type)) : undefined;
    return as === undefined ? [] : [{ ...one, as }];
  });
}

export const takes = (one: Wanted, syntax: string): boolean => one.syntaxes === 'any' || one.syntaxes.includes(syntax);
