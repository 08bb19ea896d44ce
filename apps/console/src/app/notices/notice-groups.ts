import type { NoticeView } from '@causeway/contracts';

export const noticeGroups = ['needs-you', 'team', 'information', 'done'] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

export const groupWords: Readonly<Record<NoticeGroup, { readonly title: string; readonly none: string }>> = {
  'needs-you': { title: 'Needs you', none: 'Nothing waits for your answer.' },
  team: { title: 'Your team', none: 'Nothing that somebody of your team must look after.' },
  information: { title: 'For your information', none: 'Nothing new.' },
  done: { title: 'Done', none: '' },
};

/** Reasons that reach a person for the sake of others: somebody did not answer, a clock runs out, a connection broke. */
const TEAM: ReadonlySet<string> = new Set(['escalated', 'team-called', 'clock-nearly-over', 'clock-over', 'connection-broken', 'gap-in-the-chain', 'you-plan-this']);
const ENDED: ReadonlySet<string> = new Set(['acknowledged', 'withdrawn', 'merged']);

export function groupOf({ state, ackNeeded, because }: Pick<NoticeView, 'state' | 'ackNeeded' | 'because'>): NoticeGroup {
  if (ENDED.has(state)) return 'done';
  if (ackNeeded) return 'needs-you';
  return TEAM.has(because) ? 'team' : 'information';
}

/** Not looked at yet. */
export const isNew = ({ state }: Pick<NoticeView, 'state'>): boolean => ['queued', 'sent', 'escalated', 'failed'].includes(state);
