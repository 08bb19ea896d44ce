import type { StateLook } from '@causeway/console-ui';
import type { EmergencyReason, EmergencyRow, EmergencyVerdict } from '@causeway/contracts';

export const reasonWord: Readonly<Record<EmergencyReason, string>> = {
  'life-threat': 'Life or limb is in danger', 'patient-cannot-say': 'The patient cannot say who treats them', covering: 'I cover for the team that treats them', 'record-wrong': 'Facility or care team is recorded wrong', other: 'Another reason',
};
export const verdictWord: Readonly<Record<EmergencyVerdict, string>> = { justified: 'Justified', 'follow-up': 'Justified, with something to follow up', 'not-justified': 'Not justified' };
export const endWord = { person: 'ended by the person', reviewer: 'ended by a reviewer', time: 'time was over' } as const;

/** How one emergency access stands: open, waiting for its review, late, or judged. */
export function emergencyLook(row: Pick<EmergencyRow, 'state' | 'review' | 'reviewDue'>, now: number): StateLook {
  if (row.state === 'open') return { hue: 'attn', icon: 'shield_lock', word: 'Open now' };
  if (row.review) return row.review.verdict === 'justified' ? { hue: 'good', icon: 'check_circle', word: 'Justified' } : row.review.verdict === 'follow-up' ? { hue: 'attn', icon: 'edit_note', word: 'To follow up' } : { hue: 'stop', icon: 'block', word: 'Not justified' };
  return row.reviewDue !== null && Date.parse(row.reviewDue) < now ? { hue: 'stop', icon: 'schedule', word: 'Review is late' } : { hue: 'held', icon: 'schedule', word: 'Waits for review' };
}
