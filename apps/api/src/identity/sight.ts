import type { AbilityName, Guarded, RowFilter } from '@causeway/access';
import type { Caller } from '../platform/http/caller';

/**
 * Whose exam something is, is also seen by those who may say so without seeing exams otherwise: the registration desk compares demographics,
 * it opens no images.
 */
export const matchSight = (caller: Caller): RowFilter => [...caller.rows('exam.list'), ...caller.rows('match.accept')];
export const registrationSight = (caller: Caller): RowFilter => [...caller.rows('exam.list'), ...caller.rows('registration.complete')];

/** The ability by which this person sees the thing at all: what decides between 403 and 404. */
export const seenBy = (caller: Caller, thing: Omit<Guarded, 'kind'>, other: AbilityName): AbilityName => (!caller.may('exam.list', thing) && caller.may(other, thing) ? other : 'exam.list');
