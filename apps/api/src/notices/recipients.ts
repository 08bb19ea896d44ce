import type { Act } from '../platform/acts/act';
import { bookAt, staffOf } from '../duty/rows';
import { houseRecipients } from './house-recipients';

export interface About {
  readonly kind: string;
  readonly id: string;
  readonly examId: string | null;
}

interface Thing {
  requester_id: string | null; care_team: string[]; holder_id: string | null; facility_ids: string[]; service_line: string | null; reader_id: string | null;
  /** Of cases and requests: who decides, who was called, and in whose hands it is by role. */
  consultant_id?: string | null; team?: string[]; desk?: readonly string[];
}

interface Owned { pool: string; escalate: string[]; people: string[] }
const CHAIN: readonly string[] = ['section-lead', 'pacs-on-call'];

/** The people a telling's `who` means for this thing now. An unknown role means nobody, and that is written down by the caller. */
export async function recipients(act: Act, who: string, about: About): Promise<string[]> {
  const found = (await houseRecipients(act, who, about)) ?? await resolve(act, who, about, await thingOf(act, about));
  const [active] = [await act.query<{ id: string }>('select id from person where id = any($1::uuid[]) and disabled_at is null', [[...new Set(found.filter((x): x is string => !!x))]])];
  return active.map((p) => p.id);
}

async function resolve(act: Act, who: string, about: About, thing: Thing | null): Promise<(string | null)[]> {
  switch (who) {
    case 'requester':
      return [thing?.requester_id ?? null];
    case 'consultant':
      return [thing?.consultant_id ?? thing?.requester_id ?? null];
    case 'team':
      return thing?.team ?? thing?.care_team ?? [];
    case 'ball-holder':
      return thing?.reader_id ? [thing.reader_id] : thing?.holder_id ? [thing.holder_id] : (await owned(act, { ...about, examId: null }))?.people ?? pool(act, about.kind === 'overread' ? ['rd'] : (thing?.desk ?? ['pa', 'tr']), thing);
    case 'everyone-told-before':
      // Of the targets of a call-back only a person is told, each of their own: archives and order systems are asked by wire.
      if (about.kind === 'recall') return (await act.query<{ ref: string }>(`select ref from recall where id = $1 and kind = 'person'`, [about.id])).map((r) => r.ref);
      return (await act.query<{ person_id: string }>(
        `select distinct person_id from notice where subject_id = any(select $1::uuid union select id from overread where exam_id = $1 union select id from transfer where exam_id = $1)`, [about.examId])).map((r) => r.person_id);
    default:
      return who === 'next-on-duty' ? (await nextInChain(act, about, 0, null))?.people.slice() ?? [] : [...(await onDuty(act, who, thing))];
  }
}

/** Who fills a duty role now: whoever the calendar has on; where no rota plans the hour or nobody fills it, everybody who holds it at this facility and line. */
async function onDuty(act: Act, duty: string, thing: Thing | null): Promise<readonly string[]> {
  const line = thing?.service_line ?? null;
  const on = (await bookAt(act, act.now)).on(duty, line, null, act.now.getTime());
  if (on.people.length > 0) return on.people;
  return (await staffOf(act, thing?.facility_ids ?? null))(duty, line);
}

/** The step of the thing's chain after `step` others that has somebody besides the one who did not answer. */
export async function nextInChain(act: Act, about: About, step: number, but: string | null): Promise<{ role: string; people: readonly string[]; step: number } | null> {
  const thing = await thingOf(act, about);
  const chain = (await owned(act, about))?.escalate ?? CHAIN;
  for (const [i, role] of chain.entries()) {
    if (i < step) continue;
    const people = (await onDuty(act, role, thing)).filter((p) => p !== but);
    if (people.length > 0) return { role, people, step: i + 1 };
  }
  return null;
}

/** In whose hands the thing is, or the exam it is about. */
async function owned(act: Act, about: About): Promise<Owned | null> {
  const [row] = await act.query<Owned>(
    `select pool, escalate, people from ownership where (item_kind = $1 and item_id = $2) or (item_kind = 'inbound' and item_id = $3::uuid) order by (item_kind = $1) desc limit 1`, [about.kind, about.id, about.examId]);
  return row ?? null;
}

async function pool(act: Act, roles: readonly string[], thing: Thing | null): Promise<string[]> {
  const rows = await act.query<{ id: string }>(
    `select id from person where roles && $1::text[] and disabled_at is null and ($2::uuid[] is null or facilities && $2::uuid[]) and ($3::text is null or cardinality(service_lines) = 0 or $3 = any(service_lines))`,
    [roles, thing?.facility_ids ?? null, thing?.service_line ?? null]);
  return rows.map((r) => r.id);
}

async function thingOf(act: Act, about: About): Promise<Thing | null> {
  const exchange = await exchangeThing(act, about);
  if (exchange) return exchange;
  if (!about.examId) return null;
  const [row] = await act.query<Thing>(
    `select coalesce(o.requester_id, n.requester_id) as requester_id, (select c.consultant_id from case_exam e join exchange_case c on c.id = e.case_id where e.exam_id = x.id and c.consultant_id is not null order by c.made_at desc limit 1) as consultant_id, x.care_team, l.holder_id, x.facility_ids, x.service_line, o.holder_id as reader_id
     from inbound x left join need n on n.exam_id = x.id left join lease l on l.item_kind = 'inbound' and l.item_id = x.id and l.state = 'held' left join overread o on o.id = $2
     where x.id = $1`, [about.examId, about.kind === 'overread' ? about.id : null]);
  return row ?? null;
}

/** Cases and requests are told of themselves, not of one exam. */
async function exchangeThing(act: Act, about: About): Promise<Thing | null> {
  if (about.kind === 'case') {
    const [c] = await act.query<{ opener_id: string | null; consultant_id: string | null; care_team: string[]; facility_ids: string[]; service_line: string; restricted: boolean; team: { people: string[] } | null; holder: string | null }>(
      `select opener_id, consultant_id, care_team, facility_ids, service_line, restricted, team, clock->-1->>'holder' as holder from exchange_case where id = $1`, [about.id]);
    if (!c) return null;
    const decides = ['consultant', 'reviewer', 'reader', 'board'].includes(c.holder ?? '');
    return { requester_id: c.opener_id, consultant_id: c.consultant_id, care_team: c.care_team, team: c.team?.people ?? [], holder_id: (decides ? c.consultant_id : c.opener_id) ?? c.opener_id, reader_id: null, facility_ids: c.facility_ids, service_line: c.service_line, desk: ['tn'] };
  }
  if (about.kind === 'requestOut') {
    const [r] = await act.query<{ requester_id: string | null; for_person_id: string | null; care_team: string[]; facility_ids: string[]; service_line: string; state: string }>('select requester_id, for_person_id, care_team, facility_ids, service_line, state from request_out where id = $1', [about.id]);
    if (!r) return null;
    const approving = r.state === 'awaiting-approval';
    return { requester_id: r.requester_id, consultant_id: r.for_person_id, care_team: r.care_team, holder_id: approving ? null : r.requester_id, reader_id: null, facility_ids: r.facility_ids, service_line: r.service_line, desk: approving ? ['sl'] : ['tn', 'li'] };
  }
  if (about.kind === 'transfer' && about.examId === null) {
    const [t] = await act.query<{ request_id: string | null }>('select request_id from transfer where id = $1', [about.id]);
    const asked = t?.request_id ? await exchangeThing(act, { kind: 'requestOut', id: t.request_id, examId: null }) : null;
    return asked && { ...asked, desk: ['pa', 'tn'] };
  }
  if (about.kind === 'send' && about.examId === null) {
    const [s] = await act.query<{ owner_id: string; care_team: string[]; facility_ids: string[]; service_line: string }>('select owner_id, care_team, facility_ids, service_line from send where id = $1', [about.id]);
    return s ? { requester_id: s.owner_id, care_team: s.care_team, holder_id: s.owner_id, reader_id: null, facility_ids: s.facility_ids, service_line: s.service_line, desk: ['fr', 'pa'] } : null;
  }
  if (about.kind === 'link') {
    const [l] = await act.query<{ issued_by: string; care_team: string[]; facility_ids: string[]; service_line: string }>('select issued_by, care_team, facility_ids, service_line from upload_link where id = $1', [about.id]);
    return l ? { requester_id: l.issued_by, care_team: l.care_team, holder_id: l.issued_by, reader_id: null, facility_ids: l.facility_ids, service_line: l.service_line, desk: ['li', 'tn'] } : null;
  }
  if (about.kind === 'standingList') {
    const [l] = await act.query<{ owner_id: string | null; facility_ids: string[]; service_line: string }>(
      'select (select p.id from person p where p.id = l.owner_id and p.disabled_at is null) as owner_id, l.facility_ids, l.service_line from standing_list l where l.id = $1', [about.id]);
    return l ? { requester_id: l.owner_id, care_team: [], holder_id: l.owner_id, reader_id: null, facility_ids: l.facility_ids, service_line: l.service_line, desk: ['li', 'tn'] } : null;
  }
  if (about.kind === 'facility') {
    const [f] = await act.query<{ owner_id: string | null; state: string }>('select owner_id, state from facility where id = $1', [about.id]);
    return f ? { requester_id: f.owner_id, care_team: [], holder_id: f.owner_id, reader_id: null, facility_ids: [about.id], service_line: null, desk: ['connecting', 'testing'].includes(f.state) ? ['ou', 'pa'] : ['ou'] } : null;
  }
  if (about.kind === 'endpoint') {
    const [e] = await act.query<{ facility_id: string }>('select facility_id from endpoint where id = $1', [about.id]);
    return e ? { requester_id: null, care_team: [], holder_id: null, reader_id: null, facility_ids: [e.facility_id], service_line: null, desk: ['pa'] } : null;
  }
  if (about.kind === 'requestIn') {
    const [r] = await act.query<{ reviewer_id: string | null; facility_ids: string[] }>('select reviewer_id, facility_ids from request_in where id = $1', [about.id]);
    return r ? { requester_id: r.reviewer_id, care_team: [], holder_id: r.reviewer_id, reader_id: null, facility_ids: r.facility_ids, service_line: null, desk: ['fr'] } : null;
  }
  return null;
}
