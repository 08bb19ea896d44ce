/** What an acknowledgement means for the sender. */
import { conditionText, type AckCode, type Acknowledgement, type ConditionCode } from '@causeway/hl7v2';
import { type Retry } from '@causeway/transport-kit';

const ACCEPTED: ReadonlySet<AckCode> = new Set(['AA', 'CA']);
const REJECTED: ReadonlySet<AckCode> = new Set(['AR', 'CR']);

/** Table 0357: record locked, application internal error. */
const PASSING_CONDITIONS: ReadonlySet<number> = new Set([206, 207]);

export function isAccepted({ code }: Acknowledgement): boolean {
  return ACCEPTED.has(code);
}

/**
 * Whether sending the same message again can help (HL7 2.5.1 chapter 2.9.3.2): not when its content is at fault (AE, CE, or a condition that
 * says so), yes when the condition is passing, and yes for a reject without condition, which the standard keeps for reasons outside the
 * message. null for an accepted one.
 */
export function retryAfter(acknowledgement: Acknowledgement): Retry | null {
  if (isAccepted(acknowledgement)) return null;
  const conditions = acknowledgement.errors.flatMap(({ condition }) => (condition === null ? [] : [condition]));
  if (conditions.some((condition) => PASSING_CONDITIONS.has(condition))) return 'later';
  return REJECTED.has(acknowledgement.code) && conditions.length === 0 ? 'later' : 'never';
}

function nameOf(condition: number): string {
  const known = conditionText(condition as ConditionCode) as string | undefined;
  return known === undefined ? `condition ${condition}` : `condition ${condition} (${known})`;
}

/** A place as ERR names it; anything else in that field is the partner's free text. */
function isPlace(location: string | null): location is string {
  return location !== null && /^[A-Z][A-Z0-9]{2}(-\d{1,3})?$/.test(location);
}

/** One sentence from codes and places alone: the partner's own words may name the patient. */
export function describe({ code, errors }: Acknowledgement): string {
  const parts = errors.map(({ condition, location }) => {
    const what = condition === null ? 'an error' : nameOf(condition);
    return isPlace(location) ? `${what} at ${location}` : what;
  });
  return parts.length === 0 ? `The partner answered ${code}.` : `The partner answered ${code}: ${[...new Set(parts)].slice(0, 5).join(', ')}.`;
}
