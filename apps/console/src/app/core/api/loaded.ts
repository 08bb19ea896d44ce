import type { Resource } from '@angular/core';
import { problemFrom } from './api-problem';
import { type ProblemWords, wordsOf } from './problem-words';

/** What was read, or undefined while it is not there: reading the value of a resource that failed throws. */
export const valueOf = <T>(resource: Resource<T>): T | undefined => (resource.hasValue() ? resource.value() : undefined);

/** Why the first of these could not be read, in words; null when none failed. */
export function failureOf(...resources: readonly Resource<unknown>[]): ProblemWords | null {
  const error = resources.map((r) => r.error()).find((e) => e !== undefined);
  return error === undefined ? null : wordsOf(problemFrom(error.cause ?? error).problem);
}
