import type { SiteTime } from '@causeway/console-ui';
import type { InboundRow } from '@causeway/contracts';

/** "Loads on 3 Dec, for the visit on 4 Dec at 09:30 (Spine clinic)": what a released exam waits for, and whether anybody must see to it. */
export function visitWaitText(wait: NonNullable<InboundRow['waitsForVisit']>, site: Pick<SiteTime, 'date' | 'dateTime'>): { readonly title: string; readonly text: string; readonly known: boolean } {
  if (!wait.known) {
    return { known: false, title: 'Waits for a visit, and no appointment is known', text: 'It is loaded when the scheduling system tells of one. Book the visit, or load it now.' };
  }
  const visit = wait.visit === null ? 'the visit' : `the visit on ${site.dateTime(wait.visit.startsAt)}${wait.visit.clinic === '' ? '' : ` (${wait.visit.clinic})`}`;
  return { known: true, title: `Loads with ${visit}`, text: wait.loadAt === null ? '' : `It goes to its archives by itself on ${site.date(wait.loadAt)}. An appointment that is moved or cancelled moves this too.` };
}
