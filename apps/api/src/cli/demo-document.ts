import { duties, roles, type DutyRole, type Role } from '@causeway/access';
import { constituencies, MeasuredGoal, policyKinds } from '@causeway/contracts';
import { meetingRhythms, serviceLines, subspecialties } from '@causeway/domain';
import * as z from 'zod/mini';
import { DemoProgramme, DemoRelation } from './demo-relations';
import { Refusal } from '../platform/acts/refusal';

const Key = z.string().check(z.regex(/^[A-Z0-9]{2,16}$/));
const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const Facility = z.object({
  /** Short name within the document; also the issuer of the facility's identifiers. */
  key: Key,
  name: Words,
  kind: Words,
  status: Words,
  tier: z.enum(['strategic', 'regular', 'occasional']),
  host: z.boolean(),
  /** What its agreement says about sending its exams on. */
  redisclosure: z.optional(z.enum(['allowed', 'ask', 'forbidden'])),
  /** What outreach knows of it. */
  relation: z.optional(z.nullable(DemoRelation)),
  issuerOid: z.string().check(z.regex(/^[0-2](\.(0|[1-9]\d*)){1,30}$/)),
});

const Endpoint = z.object({
  facility: Key,
  kind: z.enum(['dimse', 'hl7v2', 'media']),
  direction: z.enum(['in', 'out']),
  purpose: z.enum(['pacs', 'vna', 'orders', 'reports', 'adt-out', 'images', 'adt', 'requests', 'appointments', 'disc']),
  label: Words,
  settings: z.record(z.string(), z.unknown()),
  calling: z.nullable(Words),
  addresses: z.array(z.enum(['127.0.0.1', '::1'])),
});

const Person = z.object({
  username: Words,
  name: Words,
  title: Words,
  roles: z.array(z.enum(Object.keys(roles) as [Role, ...Role[]])).check(z.minLength(1)),
  /** Keys of facilities. */
  facilities: z.array(Key),
  serviceLines: z.array(z.enum(serviceLines)),
  subspecialties: z.array(z.enum(subspecialties)),
});

const Committee = z.object({
  name: Words, charter: Words, goals: Words, terms: Words, reportsTo: Words, meets: z.enum(meetingRhythms), scope: Words, specialties: z.array(Words), kinds: z.array(z.enum(policyKinds)), quorumPermille: z.int(), noticeDays: z.int(), votingDays: z.int(),
  measured: z.optional(z.array(z.object({ words: Words, measure: MeasuredGoal.shape.measure, days: MeasuredGoal.shape.days, target: z.int(), inDays: z.nullable(z.int()) }))),
  members: z.array(z.object({ username: Words, constituency: z.enum(constituencies), specialty: z.string(), specialties: z.array(Words), officer: z.boolean() })),
});

const Rota = z.object({
  name: Words, pool: z.enum(Object.keys(duties) as [DutyRole, ...DutyRole[]]), serviceLine: z.nullable(z.enum(serviceLines)), cover: z.enum(['always', 'business', 'off']), every: z.enum(['day', 'week']),
  people: z.array(Words).check(z.minLength(1)),
  /** Whoever has tonight is away, and nobody covers. */
  awayTonight: z.boolean(),
});

/** A service line at which patients may ask for a second opinion by themselves, and the system administrator who opened it. */
const OpinionLine = z.object({ serviceLine: z.enum(serviceLines), callNumber: Words, openedBy: Words });

/** What a demonstration is made of before the first exam comes: its host first among the facilities, their connections, the people who sign in. */
export const DemoDocument = z.object({ facilities: z.array(Facility).check(z.minLength(1)), endpoints: z.array(Endpoint), people: z.array(Person), committees: z.optional(z.array(Committee)), rotas: z.optional(z.array(Rota)), opinionLines: z.optional(z.array(OpinionLine)), programme: z.optional(DemoProgramme) });
export type DemoDocument = z.infer<typeof DemoDocument>;

/** When exams of a demonstration are to have come, instead of just now. */
export const DemoAges = z.object({ exams: z.array(z.object({ studyUid: z.string().check(z.maxLength(64)), receivedAt: z.iso.datetime({ offset: true }) })) });
export type DemoAges = z.infer<typeof DemoAges>;

/** Refuses what does not fit with the places where it does not. */
export function read<T extends z.ZodMiniType>(schema: T, text: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(422, 'document', 'The document is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new Refusal(422, 'document', `The document cannot be used.\n  ${parsed.error.issues.slice(0, 10).map((i) => `${i.path.join('.')}: ${i.message}`).join('\n  ')}`);
  }
  return parsed.data;
}

/** What the shape alone does not say. Null when the document can be loaded. */
export function faultOf(document: DemoDocument): string | null {
  const keys = document.facilities.map((f) => f.key);
  if (new Set(keys).size !== keys.length) return 'Two facilities have the same key.';
  if (document.facilities.filter((f) => f.host).length !== 1 || !document.facilities[0]?.host) return 'The first facility, and only it, must be the host.';
  const stranger = [...document.endpoints.map((e) => e.facility), ...document.people.flatMap((p) => p.facilities)].find((key) => !keys.includes(key));
  if (stranger) return `No facility of the document has the key ${stranger}.`;
  const named = [...(document.committees ?? []).flatMap((c) => c.members.map((m) => m.username)), ...(document.rotas ?? []).flatMap((r) => r.people), ...(document.opinionLines ?? []).map((l) => l.openedBy)];
  const absent = named.find((username) => !document.people.some((p) => p.username === username));
  if (absent) return `Nobody of the document has the user name ${absent}.`;
  const away = document.endpoints.find((e) => e.direction === 'out' && e.kind !== 'media' && !LOOPBACK.includes(String(e.settings['host'])));
  return away ? `The endpoint ${away.label} leaves this machine: a demonstration stays on loopback.` : null;
}
