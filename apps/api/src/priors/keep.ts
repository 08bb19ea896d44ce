import { GroupCommit } from '../receive/group-commit';
import { Intake } from '../receive/intake/intake';
import { Unacceptable, type Book, type Placed, type StoredObject } from '../receive/ledger/stored-object';
import type { Acts } from '../platform/acts/acts';
import { locationText } from '../platform/objects/location';
import type { Objects } from '../platform/objects/objects';

/** Takes images of a copy in by the same way as everything that comes: read, digested, stored as received, durable before the row. Only the ledger is another: these are no exam. */
export function copyIntake(acts: Acts, objects: Objects, copy: { readonly id: string; readonly mrn: string }): Intake {
  const book: Book = {
    commit: async (batch, durable) => {
      await durable;
      return Promise.all(batch.map((object) => keep(acts, copy, object)));
    },
  };
  // what cannot be read is not looked at beside anything: no row names it, and the sweep takes its bytes
  return new Intake({ objects, group: new GroupCommit(objects, book), quarantine: { keep: async () => '' } });
}

async function keep(acts: Acts, copy: { readonly id: string; readonly mrn: string }, o: StoredObject): Promise<Placed | Unacceptable> {
  if (String(o.head['patientId'] ?? '').trim() !== copy.mrn) return new Unacceptable('another-patient');
  await acts.read(
    `insert into prior_image (copy_id, sop_uid, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings)
     select c.id, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9, $10, $11 from prior_copy c where c.id = $1 and c.state = 'coming' on conflict (copy_id, sop_uid) do nothing`,
    [copy.id, o.sopUid, o.seriesUid, o.sopClassUid, o.transferSyntaxUid, o.sha256, o.bytes, locationText(o.location), o.dataAt, JSON.stringify(o.head), o.findings]);
  return { outcome: 'new' };
}
