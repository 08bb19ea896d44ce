import type { Addendum, SignReport } from '@causeway/contracts';
import { needsCall, type Grade, type ReadKind } from '@causeway/domain';
import type * as z from 'zod/mini';
import { Refusal } from '../platform/acts/refusal';

type In<T extends z.ZodMiniType> = z.output<T>;
interface Fault { readonly pointer: string; readonly detail: string }

/** What an over-read says against the outside report; null for a primary read, which has nothing to be graded against. */
export function readyToSign(body: In<typeof SignReport>, kind: ReadKind): Grade | null {
  const { text } = body;
  const whole = text.call !== null && text.call.person.trim() !== '' && text.call.how.trim() !== '' && text.call.at !== null && text.call.readBack;
  const callDue = kind === 'primary' ? text.call !== null : text.grade !== null && needsCall(text.grade);
  const errors: Fault[] = [
    ...(text.impression.trim() === '' ? [{ pointer: '/text/impression', detail: 'A report needs an impression.' }] : []),
    ...gradeFaults(text.grade, kind, '/text/grade'),
    ...(text.adequacy === null ? [{ pointer: '/text/adequacy', detail: 'Say whether the images are adequate for the question.' }] : []),
    ...(callDue && !whole ? [{ pointer: '/text/call', detail: kind === 'primary' ? 'Say who was told of it, how, when, and that they read it back.' : 'A major or critical difference is told to a person first: who, how, when, and that they read it back.' }] : []),
  ];
  if (errors.length > 0) throw new Refusal(422, 'not-ready', 'The report cannot be signed yet.', { errors });
  return text.grade;
}

export function readyToAdd(body: In<typeof Addendum>, kind: ReadKind): Grade | null {
  const errors = gradeFaults(body.grade, kind, '/grade');
  if (errors.length > 0) throw new Refusal(422, 'not-ready', 'The addendum cannot be signed yet.', { errors });
  return body.grade;
}

function gradeFaults(grade: Grade | null, kind: ReadKind, pointer: string): Fault[] {
  if (kind === 'primary') return grade === null ? [] : [{ pointer, detail: 'This is the primary report: there is no outside report to grade it against. Leave the grade out.' }];
  return grade === null ? [{ pointer, detail: 'Say how this compares with the outside report.' }] : [];
}
