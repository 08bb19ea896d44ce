import { Hl7Problem, type Finding } from '../problem';
import { type Segment, type Sent } from '../parse/segment';
import { type Hl7Time } from '../parse/time';
import {
  readAddress, readCode, readIdentifier, readPersonName, readPhone, type Address, type Code, type Identifier, type PersonName, type Phone,
} from './datatypes';
import { list, sentFirst, sentList, sentTime, sentYesNo } from './fields';

/** PID (HL7 2.5.1 chapter 3.4.2). `null` is "delete what you have", `undefined` "no news". */
export interface Patient {
  /** PID-3, those with a value. Empty when the sender has none; whoever needs one calls `requireIdentifiers`. */
  readonly identifiers: readonly Identifier[];
  /** PID-5, in the order sent; by standard the legal name comes first. */
  readonly names: Sent<readonly PersonName[]>;
  readonly motherMaidenNames: Sent<readonly PersonName[]>;
  readonly birthDate: Sent<Hl7Time>;
  /** Table 0001: F, M, O, U, A, N. */
  readonly sex: Sent<string>;
  readonly aliases: Sent<readonly PersonName[]>;
  readonly addresses: Sent<readonly Address[]>;
  /** PID-13 and PID-14. A deleted PID-13 with a PID-14 leaves the latter. */
  readonly phones: Sent<readonly Phone[]>;
  readonly language: Sent<Code>;
  readonly account: Sent<Identifier>;
  readonly multipleBirth: Sent<boolean>;
  readonly birthOrder: Sent<string>;
  readonly diedAt: Sent<Hl7Time>;
  readonly died: Sent<boolean>;
  /** PID-31: a placeholder for somebody not identified yet. */
  readonly identityUnknown: Sent<boolean>;
  /** PID-33, to tell an update that arrives late. */
  readonly updatedAt: Sent<Hl7Time>;
}

/** MRG (3.4.9): what the surviving patient swallowed. */
export interface PriorPatient {
  readonly identifiers: readonly Identifier[];
  readonly account: Identifier | null;
  readonly visit: Identifier | null;
  readonly names: readonly PersonName[];
}

function phones(pid: Segment): Sent<readonly Phone[]> {
  const home = sentList(pid, 13, readPhone);
  const work = sentList(pid, 14, readPhone);
  if (home || work) return [...(home ?? []), ...(work ?? [])];
  return home === null || work === null ? null : undefined;
}

export function readPatient(pid: Segment, findings: Finding[]): Patient {
  return {
    identifiers: list(pid, 3, readIdentifier),
    names: sentList(pid, 5, readPersonName),
    motherMaidenNames: sentList(pid, 6, readPersonName),
    birthDate: sentTime(pid, 7, findings),
    sex: pid.sent(8),
    aliases: sentList(pid, 9, readPersonName),
    addresses: sentList(pid, 11, readAddress),
    phones: phones(pid),
    language: sentFirst(pid, 15, readCode),
    account: sentFirst(pid, 18, readIdentifier),
    multipleBirth: sentYesNo(pid, 24, findings),
    birthOrder: pid.sent(25),
    diedAt: sentTime(pid, 29, findings),
    died: sentYesNo(pid, 30, findings),
    identityUnknown: sentYesNo(pid, 31, findings),
    updatedAt: sentTime(pid, 33, findings),
  };
}

/** @throws Hl7Problem `missing-field`: a patient without an identifier cannot be told from another */
export function requireIdentifiers(identifiers: readonly Identifier[], from: Segment, field: number): void {
  if (identifiers.length > 0) return;
  throw new Hl7Problem('missing-field', `${from.name}-${field} must hold at least one patient identifier.`, from.location(field));
}

/** @throws Hl7Problem `missing-field` without MRG-1 */
export function readPrior(mrg: Segment): PriorPatient {
  const identifiers = list(mrg, 1, readIdentifier);
  requireIdentifiers(identifiers, mrg, 1);
  return {
    identifiers,
    account: sentFirst(mrg, 3, readIdentifier) ?? null,
    visit: sentFirst(mrg, 5, readIdentifier) ?? null,
    names: list(mrg, 7, readPersonName),
  };
}
