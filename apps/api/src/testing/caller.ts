import { onDutyFor } from '../duty/on-duty';
import { queryable } from '../exchange/queryable';
import { Caller } from '../platform/http/caller';
import { DELEGATORS, OPENED } from '../platform/sign-in/opened';
import { principalOf, type PersonRow } from '../platform/sign-in/sessions';
import type { Bench, SpecPerson } from './harness';

/** The caller a request of this person would have. */
export async function callerOf(b: Bench, person: SpecPerson, reauthenticated = false): Promise<Caller> {
  const [row] = await b.acts.read<PersonRow>(`select p.*, ${OPENED} as opened, ${DELEGATORS} from person p where id = $1`, [person.id]);
  if (!row) throw new Error('no such person');
  return new Caller(principalOf(row), { reauthenticated, id: 'spec' }, await onDutyFor(queryable(b.acts), principalOf(row), new Date()));
}
