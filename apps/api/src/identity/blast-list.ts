import type { Act } from '../platform/acts/act';

export type RecallKind = 'copy' | 'order' | 'report' | 'person' | 'visibility';
/** How a target is asked: an archive by rejection note, the order system, the reader's own retraction, a person, or ourselves. */
export type RecallChannel = 'pacs' | 'order' | 'report' | 'person' | 'system';

/** One thing that followed an association. */
export interface BlastItem {
  readonly kind: RecallKind;
  readonly ref: string;
  /** What people call it: an archive, an accession, a role. No patient data. */
  readonly label: string;
  readonly channel: RecallChannel;
  readonly at: Date;
}

/**
 * What followed the association of an exam and must be called back when it is undone: copies in archives, orders placed, reports signed, people told. What people
 * here see of it ends with the association itself and is listed too, so that a recall always has something to confirm.
 */
export async function blastListOf(act: Pick<Act, 'query'>, examId: string): Promise<BlastItem[]> {
  const rows = await act.query<BlastItem>(
    `select 'copy' as kind, t.id::text as ref, t.destination as label, 'pacs' as channel, t.made_at as at from transfer t
       where t.exam_id = $1 and t.purpose = 'release' and exists (select 1 from transfer_row r where r.transfer_id = t.id and r.state in ('sending', 'sent', 'unknown', 'verified'))
     union all
     select 'order', o.id::text, o.accession, 'order', o.at from import_order o where o.exam_id = $1 and o.state in ('waiting', 'sent', 'acknowledged')
     union all
     select 'report', r.id::text, r.subspecialty, 'report', r.state_since from overread r where r.exam_id = $1 and r.state in ('signed', 'acknowledged')
     union all
     select 'person', p.id::text, p.name, 'person', min(n.made_at) from notice n join person p on p.id = n.person_id
       where n.state not in ('withdrawn', 'merged') and n.event in ('inbound.released', 'overread.signed', 'overread.addended', 'overread.picked')
         and (n.subject_id = $1 or n.subject_id in (select id from overread where exam_id = $1) or n.subject_id in (select id from transfer where exam_id = $1))
       group by p.id, p.name
     union all
     select 'visibility', x.id::text, coalesce(x.visible, 'none'), 'system', x.state_since from inbound x where x.id = $1 and x.visible is not null`, [examId]);
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime());
}
