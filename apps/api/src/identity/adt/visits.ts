import type { AdtAction, AdtMessage } from '@causeway/hl7v2';
import type { Act } from '../../platform/acts/act';
import type { Encounter } from '../local-patients';
import { encounterOf } from './told';

/** Events that begin or move a visit; a pre-admission only tells of one to come. */
const BEGINS: ReadonlySet<AdtAction> = new Set(['admit', 'register', 'transfer', 'update', 'cancel-transfer', 'cancel-discharge']);
const UNDOES: ReadonlySet<AdtAction> = new Set(['cancel-admit', 'delete-visit']);

/** Where the patient is now, from PV1. A message about another visit than the one we know neither ends nor undoes it. */
export async function writeVisit(act: Act, patientId: string, adt: AdtMessage): Promise<void> {
  const { visit, action } = adt;
  if (!visit) return;
  const at = adt.occurredAt?.iso ?? adt.recordedAt?.iso ?? null;
  const told = encounterOf(visit, at);
  const [row] = await act.query<{ encounter: Encounter | null }>('select encounter from patient where id = $1', [patientId]);
  const known = row?.encounter ?? null;
  const same = known === null || known.number === null || told.number === null || known.number === told.number;
  if (BEGINS.has(action)) {
    if (told.class === 'none' || (action === 'update' && !same)) return;
    const since = same && known ? (visit.admittedAt?.iso ?? known.since) : told.since;
    await store(act, patientId, { ...told, since, endedAt: action === 'cancel-discharge' ? null : told.endedAt }, day(since));
  } else if (action === 'discharge' && same) {
    await store(act, patientId, { ...(known ?? told), endedAt: visit.dischargedAt?.iso ?? at ?? act.now.toISOString() }, day(told.since));
  } else if (UNDOES.has(action) && same) {
    await act.query(`update patient set encounter = null, encounter_class = 'none' where id = $1`, [patientId]);
  }
}

const store = (act: Act, patientId: string, encounter: Encounter, lastVisit: string | null): Promise<object[]> =>
  act.query('update patient set encounter = $2, encounter_class = $3, last_visit = greatest(last_visit, $4::date) where id = $1', [
    patientId, JSON.stringify(encounter), encounter.endedAt ? 'none' : encounter.class, lastVisit,
  ]);

const day = (iso: string | null): string | null => (iso && /^\d{4}-\d\d-\d\d/.test(iso) ? iso.slice(0, 10) : null);
