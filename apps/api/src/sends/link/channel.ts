import type { ChannelFacts } from '@causeway/domain';

/** The way to somebody who opens it with a link: always there, and nothing moves before they open it. */
export const linkChannel: ChannelFacts = {
  endpointId: 'link', label: 'Link', kind: 'link', carried: true, canSend: true, disabled: false, breaker: 'closed', openNow: true, opensAt: null, maxMegabytes: null, ended30: 0, done30: 0, medianMinutes: null, refusedClasses: [], tried: false,
};
