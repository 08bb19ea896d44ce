import type { InboundRow } from '@causeway/contracts';
import { inboundLooks } from '@causeway/console-ui';
import { useCaseOf } from '@causeway/domain';
import { differences, type Told } from '../core/attempts/attempts';
import { matchStateWords, urgencyWords } from './inbound-words';

const TOLD: readonly Told<InboundRow>[] = [
  ['State', (e) => inboundLooks[e.state].word],
  ['Images', (e) => String(e.images.received)],
  ['Match', (e) => matchStateWords[e.match.state] ?? ''],
  ['Who works on it', (e) => e.lease?.holder.name ?? ''],
  ['Urgency', (e) => urgencyWords[e.need.urgency] ?? ''],
  ['Situation', (e) => useCaseOf(e.need.useCase ?? '')?.name ?? ''],
  ['Requester', (e) => e.need.requester?.name ?? ''],
  ['Question', (e) => e.need.question ?? ''],
  ['An over-read is wanted', (e) => (e.need.wantsRead ? 'yes' : 'no')],
];

/** What a person would see of how an exam changed. */
export const examChanges = (before: InboundRow, after: InboundRow): readonly string[] => differences(before, after, TOLD);
