import type { InboundView } from '@causeway/contracts';

const REST = `('released', 'mirrored', 'returned', 'rejected', 'purged')`;
const OPEN = `x.state not in ${REST}`;

/** Each view of the inbox as a condition over `inbound x` and `lease l`; `me` and `dayStart` are parameter places. */
export function viewSql(view: InboundView, me: string, dayStart: string): string {
  switch (view) {
    case 'open': return OPEN;
    case 'unclaimed': return `${OPEN} and x.state not in ('receiving', 'releasing') and coalesce(l.state, 'free') = 'free'`;
    case 'stat': return `${OPEN} and x.urgency = 'high'`;
    case 'needs-match': return `x.state = 'identifying'`;
    case 'needs-check': return `x.state in ('checking', 'triaging')`;
    case 'waiting': return `(x.state in ('receiving', 'parked') or x.state = 'releasing' and exists (select 1 from visit_wait w where w.exam_id = x.id and w.loaded_at is null))`;
    case 'duplicates': return `${OPEN} and (x.is_own <> 'no' or x.findings && array['conflict', 'other-person'])`;
    case 'mine': return `(l.holder_id = ${me} or x.care_team @> array[${me}]::uuid[])`;
    case 'done-today': return `x.state in ${REST} and x.state_since >= ${dayStart}`;
  }
}
