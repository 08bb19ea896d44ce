import type { Hue, IconName } from '@causeway/console-ui';
import type { Problem } from '@causeway/contracts';

export interface ProblemWords {
  readonly title: string;
  readonly text: string;
  readonly icon: IconName;
  readonly hue: Hue;
  readonly traceId: string | undefined;
  /** Trying the same again may help. */
  readonly canRetry: boolean;
}

type Row = readonly [title: string, text: string, icon: IconName, hue: Hue, canRetry: boolean];

const byStatus: Readonly<Record<number, Row>> = {
  0: ['Causeway does not answer', 'The connection is down, or the server is being restarted. What was saved is safe; try again in a moment.', 'cloud_off', 'stop', true],
  400: ['This could not be read', 'The request was not complete. Reload the page and try again; quote the trace if it stays.', 'error', 'stop', false],
  401: ['You are signed out', 'Sign in again; drafts are kept.', 'lock', 'wait', false],
  403: ['You may not do this', 'It needs a role or a duty you do not hold.', 'lock', 'wait', false],
  404: ['This is not here', 'It was moved, purged, or you have no access to it.', 'search', 'wait', false],
  409: ['This cannot be done now', 'It has moved on since you looked. Reload to see where it stands.', 'person_alert', 'active', true],
  412: ['Somebody was faster', 'It was changed since you looked, so your choice was not saved.', 'person_alert', 'active', true],
  413: ['This is too large', 'The server does not take so much at once.', 'block', 'stop', false],
  422: ['Something is missing or wrong', 'Look at the fields marked below.', 'edit_note', 'attn', false],
  429: ['Too many tries', 'Wait a minute, then try again.', 'hourglass_top', 'attn', true],
  503: ['Causeway is busy', 'A part of it does not answer yet. Nothing is lost; try again in a moment.', 'hourglass_top', 'attn', true],
};
const broken: Row = ['This did not work', 'The fault is ours and is in the log. Nothing was changed; try again, and quote the trace if it stays.', 'error', 'stop', true];

/** A failed request in words: our title for its kind, and what the server says about the case where it says something. */
export function wordsOf(problem: Problem): ProblemWords {
  const [title, text, icon, hue, canRetry] = byStatus[problem.status] ?? broken;
  return {
    title,
    text: problem.detail ?? text,
    icon,
    hue,
    traceId: problem.traceId === '' || problem.traceId === 'none' ? undefined : problem.traceId,
    canRetry,
  };
}

/** True when another person or a newer state stood in the way: show a conflict note with who and when. */
export const isConflict = (problem: Problem): boolean => problem.status === 409 || problem.status === 412;
