// One thing of each kind for each way it can stand to a person: own or another facility, own or another service line, in the care team or not.
import { randomUUID } from 'node:crypto';
import type { Facts } from './expected';

export type Sql = <T extends object>(text: string, values?: unknown[]) => Promise<T[]>;
export const kinds = ['inbound', 'match', 'overread', 'case', 'requestOut', 'requestIn', 'send', 'parcel', 'hold', 'disposition', 'facility', 'person'] as const;
export type Kind = (typeof kinds)[number];

export interface Thing {
  readonly kind: Kind;
  readonly way: string;
  readonly id: string;
  readonly facts: Facts;
}
export interface Ground {
  readonly own: string;
  readonly other: string;
  /** Everybody of the matrix, for the things whose care team they are. */
  readonly team: readonly string[];
  /** Somebody outside the matrix who made what is there. */
  readonly maker: string;
}
export const OWN_LINE = 'neurology';
const OTHER_LINE = 'burn';
/** Kinds that have no service line, and no care team. */
const NO_LINE: ReadonlySet<Kind> = new Set(['requestIn', 'hold']);
const NO_TEAM: ReadonlySet<Kind> = new Set(['requestIn', 'hold', 'disposition']);

/** Kinds that stand for an exam, and are shown to whom that is shown. */
const EXAMS: ReadonlySet<Kind> = new Set(['inbound', 'match']);

const SUBJECT = { family: 'Spec', given: '', birthDate: null, sex: null, identifier: null };
const DEFAULTS: Readonly<Record<string, unknown>> = { text: 'spec', jsonb: '{}', 'timestamp with time zone': new Date(Date.now() + 86_400_000), integer: 1, bigint: 1, boolean: false, ARRAY: '{}' };

export class Things {
  private readonly needed = new Map<string, { name: string; type: string }[]>();

  constructor(private readonly sql: Sql, private readonly ground: Ground) {}

  async all(short: boolean): Promise<Thing[]> {
    const { own, other, team } = this.ground;
    const ways: readonly (readonly [way: string, facility: string, line: string, team: readonly string[], visible?: string])[] = [
      ['own facility, own line', own, OWN_LINE, []], ['another facility, another line', other, OTHER_LINE, []], ['own facility, another line', own, OTHER_LINE, []],
      ['another facility, own line', other, OWN_LINE, []], ['own facility, own line, shown to its team only', own, OWN_LINE, [], 'care-team'], ['own facility, own line, in the care team, shown to who asked only', own, OWN_LINE, team, 'requester'], ['another facility and line, but in the care team', other, OTHER_LINE, team],
    ];
    const made: Thing[] = [];
    for (const [way, facility, line, careTeam, visible] of short ? [...ways.slice(0, 2), ...ways.filter((w) => w[4] === 'care-team')] : ways) {
      for (const kind of kinds.filter((k) => k !== 'person' && k !== 'facility')) made.push(await this.make(kind, way, { facilities: [facility], line: NO_LINE.has(kind) ? null : line, careTeam: NO_TEAM.has(kind) ? [] : careTeam, audience: visible && EXAMS.has(kind) ? (visible === 'care-team' ? careTeam : []) : null, owners: [], earlier: [] }, visible));
    }
    for (const id of [own, other]) made.push({ kind: 'facility', way: id === own ? 'own' : 'another', id, facts: { facilities: [id], line: null, careTeam: [], audience: null, owners: [], earlier: [] } });
    made.push({ kind: 'person', way: 'somebody else', id: this.ground.maker, facts: { facilities: [], line: null, careTeam: [], audience: null, owners: [], earlier: [this.ground.maker] } });
    return made;
  }

  private async make(kind: Kind, way: string, facts: Facts, visible = 'all'): Promise<Thing> {
    const { maker, other } = this.ground;
    const sight = { facility_ids: facts.facilities, ...(facts.line === null ? {} : { service_line: facts.line }), ...(NO_TEAM.has(kind) ? {} : { care_team: facts.careTeam }) };
    const said = (thing: { id: string; more?: Partial<Facts> }): Thing => ({ kind, way, id: thing.id, facts: { ...facts, ...thing.more } });
    switch (kind) {
      case 'inbound': {
        const id = await this.exam({ ...sight, visible }, 'checking');
        await this.insert('match', { exam_id: id, attempt: 1, revision: 1, state: 'proposed' });
        await this.insert('lease', { item_kind: 'inbound', item_id: id, state: 'free' });
        return said({ id });
      }
      case 'match': return said({ id: await this.insert('match', { exam_id: await this.exam({ ...sight, visible }, 'identifying'), attempt: 1, revision: 1, state: 'proposed' }) });
      case 'overread': return said({ id: await this.insert('overread', { exam_id: await this.exam({ ...sight, visible }, 'released'), state: 'open', purpose: 'treatment', subspecialty: 'neuro', urgency: 'high', ...sight }) });
      case 'case': return said({ id: await this.insert('exchange_case', { state: 'open', use_case: 'U5', urgency: 'high', profile: 'E', role: 'patient', subject: SUBJECT, opener_id: maker, ...sight }), more: { owners: [maker] } });
      case 'requestOut': return said({ id: await this.insert('request_out', { state: 'draft', facility_id: other, requester_id: maker, submitted_by: maker, urgency: 'high', purpose: 'treatment', wanted: '[]', subject: SUBJECT, ...sight }), more: { owners: [maker], earlier: [maker] } });
      case 'requestIn': return said({ id: await this.insert('request_in', { state: 'received', asked_by: 'partner', wanted: '[]', subject: SUBJECT, requester: { name: 'R', phone: '1', role: 'r' }, facility_ids: facts.facilities }) });
      case 'send': return said({ id: await this.insert('send', { state: 'draft', owner_id: maker, recipient_id: other, recipient_kind: 'facility', purpose: 'treatment', ...sight }), more: { owners: [maker], earlier: [maker] } });
      case 'parcel': return said({ id: await this.insert('parcel', { form: 'file', state: 'waiting', bytes: 1, made_by: maker, ...sight }) });
      case 'hold': return said({ id: await this.insert('hold', { state: 'active', scope: 'exams', asked_by: maker, facility_ids: facts.facilities }) });
      case 'disposition': return said({ id: await this.insert('disposition', { state: 'proposed', facility_ids: facts.facilities, service_line: facts.line }) });
      case 'facility':
      case 'person': throw new Error('These are there already.');
    }
  }

  private async exam(sight: object, state: string): Promise<string> {
    const id = await this.insert('exam', { study_uid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`, head: { modality: 'CT' }, door: 'dimse' });
    await this.insert('inbound', { id, state, urgency: 'high', ...sight });
    return id;
  }

  /** A row with these values; whatever else the table insists on is filled in by type. */
  private async insert(table: string, values: Readonly<Record<string, unknown>>): Promise<string> {
    let columns = this.needed.get(table);
    if (!columns) {
      columns = await this.sql<{ name: string; type: string }>(
        `select column_name as name, data_type as type from information_schema.columns where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`, [table]);
      this.needed.set(table, columns);
    }
    const id = (values['id'] as string | undefined) ?? randomUUID();
    const row: Record<string, unknown> = { ...Object.fromEntries(columns.map((c) => [c.name, DEFAULTS[c.type]])), ...values, id };
    const names = Object.keys(row);
    await this.sql(`insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, names.map((name) => row[name]));
    return id;
  }
}
