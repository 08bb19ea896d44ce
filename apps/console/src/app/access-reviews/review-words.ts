import type { StateLook } from '@causeway/console-ui';
import type { AccessReviewItem, AccessReviewRow } from '@causeway/contracts';

export const reviewLooks: Readonly<Record<AccessReviewRow['state'], StateLook>> = {
  open: { hue: 'active', icon: 'fact_check', word: 'Open' }, late: { hue: 'stop', icon: 'schedule', word: 'Late' }, closed: { hue: 'good', icon: 'task_alt', word: 'Complete' },
};

export function itemLook(item: Pick<AccessReviewItem, 'decision' | 'late'>): StateLook {
  if (item.decision) return item.decision.what === 'confirmed' ? { hue: 'good', icon: 'check_circle', word: 'Confirmed' } : { hue: 'stop', icon: 'block', word: 'Revoked' };
  return item.late ? { hue: 'stop', icon: 'schedule', word: 'Late' } : { hue: 'held', icon: 'hourglass_top', word: 'Waits' };
}
