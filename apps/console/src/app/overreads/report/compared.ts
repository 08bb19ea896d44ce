import type { ComparedStatement, TextPiece } from '@causeway/console-ui';
import { compare, type Pair, type Statement } from './statements';

/** A text in pieces: what our report says alike is marked as same, what it says otherwise as different, in place. */
export function marked(outside: string, own: string): TextPiece[] {
  const marks = compare(outside, own).pairs.flatMap(marksOf).sort((a, b) => a.start - b.start);
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { start, end, mark } of marks) {
    if (start > at) pieces.push({ text: outside.slice(at, start) });
    pieces.push({ text: outside.slice(start, end), mark });
    at = end;
  }
  if (at < outside.length) pieces.push({ text: outside.slice(at) });
  return pieces;
}

/** The verdict of two impressions, in the order of the outside one. */
export function verdicts(outside: string, own: string): ComparedStatement[] {
  const { pairs, onlyOutside, onlyOwn } = compare(outside, own);
  const theirs = [...pairs.map((pair) => ({ at: pair.outside.start, said: said(pair) })), ...onlyOutside.map((s) => ({ at: s.start, said: [alone(s, 'only-outside')] }))];
  return [...theirs.sort((a, b) => a.at - b.at).flatMap((x) => x.said), ...onlyOwn.map((s) => alone(s, 'only-here'))];
}

interface Mark { readonly start: number; readonly end: number; readonly mark: 'same' | 'differs' }

/** Where only values differ, they alone are marked; the rest of the statement agrees. A denial that turned is marked as a whole. */
function marksOf({ outside, verdict, changed }: Pair): Mark[] {
  if (verdict === 'agrees') return [{ start: outside.start, end: outside.end, mark: 'same' }];
  if (changed.length === 0) return [{ start: outside.start, end: outside.end, mark: 'differs' }];
  return changed.map(({ from }) => ({ start: from.start, end: from.end, mark: 'differs' }));
}

function said({ outside, own, verdict, changed }: Pair): ComparedStatement[] {
  if (verdict === 'agrees') return [{ words: outside.text, verdict }];
  if (outside.denies !== own.denies) return [{ words: `${outside.text} → ${own.text}`, verdict }];
  const about = short(outside);
  return changed.map(({ from, to }) => ({ words: `${about}: ${from.text} → ${to.text}`, verdict }));
}

const alone = (s: Statement, verdict: 'only-outside' | 'only-here'): ComparedStatement => ({ words: s.text, verdict });

/** A statement up to its first value, without what hangs there: "Acute right subdural hematoma". */
function short({ text, start, values }: Statement): string {
  const first = values[0];
  const head = first === undefined ? text : text.slice(0, first.start - start);
  const clean = head.replace(/[\s,:;(]+$/, '').replace(/\b(of|is|measuring|up to|with|about)$/i, '').replace(/[\s,:;(]+$/, '');
  return clean === '' ? text : clean;
}
