import type { AbilityName, Role } from '@causeway/access';
import type { MoveOffer, PersonDetail, PersonPage, PersonRow, PersonSearch, RoleHolders, SessionView } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Passkeys } from './passkeys/passkeys';
import { Binder } from '../platform/http/row-sql';
import type * as z from 'zod/mini';
import { roles } from '@causeway/access';

interface ListRow {
  id: string; username: string; name: string; initials: string; title: string; roles: Role[]; facilities: string[]; everywhere: boolean; service_lines: string[]; disabled_at: Date | null; place: string;
  last_sign_in: Date | null; open_sessions: number; password_once_until: Date | null; total: number;
}
type DetailRow = Omit<ListRow, 'place' | 'total' | 'everywhere'> & { version: number; subspecialties: string[]; made_at: Date; password_set_at: Date | null; confirmed_at: Date | null };
interface SessionRow { handle: string; address: string; made_at: Date; last_seen_at: Date; ends_at: Date; key: string }
interface TokenRow { id: string; name: string; scopes: AbilityName[]; made_at: Date; ends_at: Date; last_used_at: Date | null }

const OPEN = `s.ended_at is null and s.ends_at > clock_timestamp() and s.last_seen_at > clock_timestamp() - make_interval(secs => `;
const ACTIVE_MOVES = ['change', 'one-time-password', 'disable', 'add-token', 'end-session', 'revoke-token'] as const;
const DISABLED_MOVES = ['change', 'enable', 'revoke-token'] as const;

/** Accounts as a system administrator sees them: no patient data stands here. */
export class PersonList {
  constructor(private readonly acts: Acts, private readonly idleSeconds: number, private readonly passkeys: Passkeys) {}

  /** Every word must stand somewhere: in name, user name, title, a role's name or a facility's. */
  async search(query: z.output<typeof PersonSearch>): Promise<PersonPage> {
    const b = new Binder();
    const tests = query.words.split(/\s+/).filter(Boolean).map((word) => {
      const like = b.bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
      const inRole = (Object.entries(roles) as [Role, string][]).filter(([, name]) => name.toLowerCase().includes(word.toLowerCase())).map(([role]) => role);
      return `(p.name ilike ${like} or p.username ilike ${like} or p.title ilike ${like} or p.roles && ${b.bind(inRole)}::text[]
        or (cardinality(p.facilities) <= 20 and exists (select 1 from facility f where f.id = any(p.facilities) and f.name ilike ${like})))`;
    });
    if (query.role) tests.push(`${b.bind(query.role)} = any(p.roles)`);
    if (query.facility) tests.push(`${b.bind(query.facility)}::uuid = any(p.facilities)`);
    if (query.state) tests.push(`p.disabled_at is ${query.state === 'active' ? '' : 'not '}null`);
    const where = tests.length > 0 ? tests.join(' and ') : 'true';
    const after = behind(query.cursor);
    const idle = b.bind(this.idleSeconds);
    const beyond = after ? `where (lower(name), id) > (${b.bind(after[0])}, ${b.bind(after[1])}::uuid)` : '';
    const rows = await this.acts.read<ListRow>(
      `with found as (select p.*, count(*) over ()::int as total from person p where ${where})
       select p.*, (select not exists (select 1 from facility f where f.id <> all(p.facilities) and f.state <> 'retired')) as everywhere, (select max(made_at) from session s where s.person_id = p.id and s.stage = 'open') as last_sign_in,
         (select count(*)::int from session s where s.person_id = p.id and s.stage = 'open' and ${OPEN}${idle})) as open_sessions
       from found p ${beyond} order by lower(name), id limit ${b.bind(query.limit + 1)}`, b.values);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return { rows: shown.map(rowView), next: rows.length > query.limit && last ? markBehind(last) : null, total: rows[0]?.total ?? 0 };
  }

  async detail(id: string, caller: Caller): Promise<PersonDetail> {
    const [p] = await this.acts.read<DetailRow>('select p.*, t.confirmed_at from person p left join totp t on t.person_id = p.id where p.id = $1', [id]);
    if (!p) throw notFound('person');
    const facilities = await this.acts.read<{ id: string; name: string }>('select id, name from facility where id = any($1::uuid[]) order by name', [p.facilities]);
    const sessions = await this.sessions(id);
    const passkeys = await this.passkeys.of(id);
    const tokens = await this.acts.read<TokenRow>(
      'select id, name, scopes, made_at, ends_at, last_used_at from api_token where person_id = $1 and revoked_at is null and ends_at > clock_timestamp() order by made_at desc, id limit 200', [id]);
    return {
      id: p.id, version: p.version, state: p.disabled_at ? 'disabled' : 'active', username: p.username, name: p.name, initials: p.initials, title: p.title, roles: p.roles, facilities, serviceLines: p.service_lines,
      subspecialties: p.subspecialties, madeAt: p.made_at.toISOString(), passwordSetAt: p.password_set_at?.toISOString() ?? null, oneTimeUntil: p.password_once_until?.toISOString() ?? null, secondFactorSince: p.confirmed_at?.toISOString() ?? null, passkeys,
      sessions: sessions.map((s) => sessionView(s, caller)),
      tokens: tokens.map((t) => ({ id: t.id, name: t.name, scopes: t.scopes, since: t.made_at.toISOString(), ends: t.ends_at.toISOString(), lastUsed: t.last_used_at?.toISOString() ?? null })),
      self: p.id === caller.id, moves: offers(p, passkeys.length > 0, caller),
    };
  }

  sessions(personId: string): Promise<SessionRow[]> {
    return this.acts.read<SessionRow>(
      `select s.handle, s.address, s.made_at, s.last_seen_at, s.ends_at, encode(s.id, 'hex') as key from session s where s.person_id = $1 and s.stage = 'open' and ${OPEN}$2) order by s.last_seen_at desc limit 100`,
      [personId, this.idleSeconds]);
  }

  async holders(): Promise<RoleHolders> {
    return { roles: await this.acts.read<{ role: Role; people: number }>('select role, count(*)::int as people from person p, unnest(p.roles) as role where p.disabled_at is null group by role order by role') };
  }
}

export const sessionView = (s: SessionRow, caller: Caller): SessionView => ({
  id: s.handle, address: s.address, since: s.made_at.toISOString(), lastSeen: s.last_seen_at.toISOString(), ends: s.ends_at.toISOString(), mine: s.key === caller.session.id,
});

function offers(p: Pick<DetailRow, 'id' | 'disabled_at' | 'confirmed_at'>, passkeys: boolean, caller: Caller): MoveOffer[] {
  const moves: readonly string[] = [...(p.disabled_at ? DISABLED_MOVES : ACTIVE_MOVES), ...(p.confirmed_at ? ['remove-second-factor'] : []), ...(passkeys ? ['remove-passkey'] : [])];
  return moves.flatMap((move) => caller.offer(move, 'people.manage', { earlierActors: [p.id] }) ?? []);
}

const rowView = (p: ListRow): PersonRow => ({
  id: p.id, username: p.username, name: p.name, initials: p.initials, title: p.title, roles: p.roles, facilities: p.facilities.length, everywhere: p.everywhere, serviceLines: p.service_lines,
  state: p.disabled_at ? 'disabled' : 'active', lastSignIn: p.last_sign_in?.toISOString() ?? null, openSessions: p.open_sessions, waitsForFirstSignIn: p.password_once_until !== null,
});

const markBehind = (row: Pick<ListRow, 'name' | 'id'>): string => Buffer.from(JSON.stringify([row.name.toLowerCase(), row.id])).toString('base64url');

function behind(cursor: string | undefined): readonly [string, string] | null {
  if (!cursor) return null;
  try {
    const [name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof name === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return [name, id];
  } catch {
    // one answer for every broken marker, below
  }
  throw new Refusal(400, 'cursor', 'This page marker is not one of ours. Begin at the first page.');
}
