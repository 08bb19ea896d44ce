import { createHash } from 'node:crypto';
import { DOCUMENT_BYTES, type AddDocument } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { facilityChanged, facilityGuarded, lockPartner, logActivity } from './facility.row';

/** Papers kept with a partner. They are handed out as files to save, never shown by us: nobody here looked into them. */
export class FacilityDocuments {
  constructor(private readonly acts: Acts) {}

  add(caller: Caller, id: string, body: AddDocument): Promise<void> {
    const content = Buffer.from(body.content, 'base64');
    if (content.length === 0 || content.length > DOCUMENT_BYTES) throw new Refusal(413, 'too-large', 'A document has at most 3 MB.');
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      await act.query('insert into facility_document (id, facility_id, kind, title, file_name, media_type, bytes, sha256, content, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [newId(), id, body.kind, body.title, body.fileName, body.mediaType, content.length, createHash('sha256').update(content).digest(), content, act.actor.name]);
      await facilityChanged(act, id, 'document-added', { kind: body.kind, bytes: content.length });
      await logActivity(act, id, { kind: 'stage', words: '', facts: { document: body.title } });
    });
  }

  async content(caller: Caller, id: string, documentId: string): Promise<{ readonly fileName: string; readonly bytes: Buffer }> {
    const [row] = await this.acts.read<{ file_name: string; content: Buffer }>('select d.file_name, d.content from facility_document d where d.id = $1 and d.facility_id = $2 and d.removed_at is null', [documentId, id]);
    const staff = caller.principal.roles.some((r) => r !== 'pu');
    if (!row || !staff || !caller.may('facility.read', facilityGuarded({ id, tested_by: null }))) throw notFound('document');
    return { fileName: row.file_name, bytes: row.content };
  }

  /** Taken out of the list; what an agreement names stays. */
  remove(caller: Caller, id: string, documentId: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const [named] = await act.query('select 1 as named from agreement where document_id = $1', [documentId]);
      if (named) throw new Refusal(409, 'named', 'An agreement names this document, so it stays.');
      const rows = await act.query('update facility_document set removed_at = clock_timestamp() where id = $1 and facility_id = $2 and removed_at is null returning id', [documentId, id]);
      if (rows.length === 0) throw notFound('document');
      await facilityChanged(act, id, 'document-removed', { document: documentId });
    });
  }
}
