import type { Role } from '@causeway/access';
import type { Act } from '../platform/acts/act';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';

export interface LockedPerson {
  id: string; version: number; username: string; name: string; title: string; roles: Role[]; facilities: string[]; service_lines: string[]; subspecialties: string[]; disabled_at: Date | null;
}
export interface Rights {
  readonly name: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly facilities: readonly string[];
  readonly serviceLines: readonly string[];
  readonly subspecialties: readonly string[];
}

const COLUMNS = 'id, version, username, name, title, roles, facilities, service_lines, subspecialties, disabled_at';

/** The account, locked until the act commits. With a version: as the caller saw it. */
export async function lockedPerson(act: Act, by: { readonly username: string } | { readonly id: string; readonly version?: number }): Promise<LockedPerson> {
  if ('username' in by) {
    const [row] = await act.query<LockedPerson>(`select ${COLUMNS} from person where username = $1 for update`, [by.username.trim().toLowerCase()]);
    if (!row) throw new Refusal(404, 'not-found', `Nobody has the user name ${by.username}.`);
    return row;
  }
  const [row] = await act.query<LockedPerson>(`select ${COLUMNS} from person where id = $1 for update`, [by.id]);
  if (!row) throw notFound('person');
  if (by.version !== undefined && by.version !== row.version) throw changedMeanwhile();
  return row;
}

export const endSessions = async (act: Act, personId: string): Promise<void> => {
  await act.query('update session set ended_at = clock_timestamp() where person_id = $1 and ended_at is null', [personId]);
};

/** One entry of the audit and one signal to the screens of administrators. */
export function told(act: Act, personId: string, action: string, details: Readonly<Record<string, unknown>>, reason: string | null = null): void {
  act.audit({ action, object: { kind: 'person', id: personId }, details, reason });
  act.emit({ event: 'person.changed', kind: 'person', id: personId });
}

/** Serialised over all administrators, so that the last two cannot take each other away at the same moment. */
export async function keepAnAdministrator(act: Act, person: LockedPerson): Promise<void> {
  if (!person.roles.includes('sa') || person.disabled_at) return;
  await act.query(`select pg_advisory_xact_lock(hashtext('causeway last administrator'))`);
  const [other] = await act.query(`select 1 as other from person where 'sa' = any(roles) and disabled_at is null and id <> $1 limit 1`, [person.id]);
  if (!other) throw new Refusal(409, 'last-administrator', `${person.name} is the last system administrator. Make somebody else one first: without one nobody could give rights.`);
}

/** What is different, by name: from and to. For the audit. */
export function changesOf(from: LockedPerson, to: Rights): Record<string, unknown> {
  const rows: [string, unknown, unknown][] = [
    ['name', from.name, to.name], ['title', from.title, to.title], ['roles', from.roles, to.roles], ['facilities', from.facilities, to.facilities], ['serviceLines', from.service_lines, to.serviceLines],
    ['subspecialties', from.subspecialties, to.subspecialties],
  ];
  return Object.fromEntries(rows.filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is)).map(([name, was, is]) => [name, { from: was, to: is }]));
}
