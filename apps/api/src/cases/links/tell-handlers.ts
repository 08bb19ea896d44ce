import { recipients } from '../../notices/recipients';
import { tell } from '../../notices/tell';
import type { Act } from '../../platform/acts/act';
import type { Settings } from '../../platform/settings/settings';

/** Whoever has the case in hand is told at once: who opened it, and who has the ball. */
export async function tellHandlers(act: Act, caseId: string, event: string, key: string, settings: Settings): Promise<void> {
  const about = { kind: 'case', id: caseId, examId: null };
  const people = new Set([...await recipients(act, 'requester', about), ...await recipients(act, 'ball-holder', about)]);
  for (const personId of people) {
    await tell(act, { personId, role: 'ball-holder', event, because: 'your-case', about, channel: 'push', urgent: true, ack: false, key: `${event} ${key} ${personId}`, decisionId: null, data: {} }, settings);
  }
}
