import type { Routes } from '@angular/router';
import type { AbilityName } from '@causeway/access';
import type { IconName } from '@causeway/console-ui';

/** One place of the console. Adding an entry makes the route, the rail item, the palette entry and the `g` key. */
export interface Slice {
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  /** Filled cut of the icon, for "you are here". */
  readonly iconHere: IconName;
  /** Who sees it at all. */
  readonly ability: AbilityName;
  /** Abilities of which one is enough as well. */
  readonly also?: readonly AbilityName[];
  /** Second key after g. */
  readonly key: string;
  readonly routes: () => Promise<Routes>;
  /** Kinds of things whose page is `/<path>/<id>`: for notices and search. */
  readonly opens?: readonly string[];
  /** A place that is reached from others and has no item in the rail. */
  readonly offRail?: boolean;
}

/** The places, in the order of the rail. The first one a person may see is their home. */
export const slices: readonly Slice[] = [
  {
    path: 'inbound', title: 'Inbox', icon: 'inbox', iconHere: 'inbox-fill', ability: 'exam.list', key: 'i', opens: ['inbound', 'exam'],
    routes: () => import('./inbound/inbound.routes').then((m) => m.inboundRoutes),
  },
  {
    path: 'match', title: 'Match', icon: 'person_search', iconHere: 'person_search', ability: 'exam.list', key: 'm', offRail: true,
    routes: () => import('./match/match.routes').then((m) => m.matchRoutes),
  },
  {
    path: 'overreads', title: 'Over-reads', icon: 'rate_review', iconHere: 'rate_review-fill', ability: 'exam.list', key: 'o', opens: ['overread'],
    routes: () => import('./overreads/overreads.routes').then((m) => m.overreadRoutes),
  },
  {
    path: 'cases', title: 'Cases', icon: 'ambulance', iconHere: 'ambulance', ability: 'case.work', also: ['case.decide'], key: 'c', opens: ['case'],
    routes: () => import('./cases/cases.routes').then((m) => m.caseRoutes),
  },
  {
    path: 'use-cases', title: 'Use cases', icon: 'assignment_return', iconHere: 'assignment_return', ability: 'settings.change', also: ['case.work', 'case.decide'], key: 'z', offRail: true,
    routes: () => import('./use-cases/use-cases.routes').then((m) => m.useCaseRoutes),
  },
  {
    path: 'departments', title: 'Departments', icon: 'domain', iconHere: 'domain-fill', ability: 'settings.change', key: '1', offRail: true,
    routes: () => import('./departments/departments.routes').then((m) => m.departmentRoutes),
  },
  {
    path: 'rates', title: 'Rates', icon: 'percent', iconHere: 'percent', ability: 'settings.change', also: ['insights.read'], key: 'x', offRail: true,
    routes: () => import('./values/values.routes').then((m) => m.rateRoutes),
  },
  {
    path: 'requests', title: 'Requests', icon: 'outbox', iconHere: 'outbox-fill', ability: 'requestOut.create', also: ['requestOut.log', 'requestOut.approve'], key: 'q', opens: ['requestOut'],
    routes: () => import('./requests/requests.routes').then((m) => m.requestRoutes),
  },
  {
    path: 'records', title: 'Asked of us', icon: 'assignment_return', iconHere: 'assignment_return', ability: 'requestIn.answer', also: ['requestIn.create', 'requestIn.decline'], key: 'w', opens: ['requestIn'],
    routes: () => import('./records/records.routes').then((m) => m.recordsRoutes),
  },
  {
    path: 'visits', title: 'Pre-visit', icon: 'event_available', iconHere: 'event_available', ability: 'case.work', key: 'v',
    routes: () => import('./visits/visits.routes').then((m) => m.visitRoutes),
  },
  {
    path: 'parcels', title: 'Discs', icon: 'album', iconHere: 'album', ability: 'link.issue', key: 'd', opens: ['parcel'],
    routes: () => import('./parcels/parcels.routes').then((m) => m.parcelRoutes),
  },
  {
    path: 'notices', title: 'Notices', icon: 'notifications', iconHere: 'notifications-fill', ability: 'notice.answer', key: 'n', offRail: true,
    routes: () => import('./notices/notices.routes').then((m) => m.noticesRoutes),
  },
  {
    path: 'registrations', title: 'Registrations', icon: 'person_add', iconHere: 'person_add', ability: 'registration.complete', key: 'r',
    routes: () => import('./registrations/registrations.routes').then((m) => m.registrationRoutes),
  },
  {
    path: 'recalls', title: 'Call-backs', icon: 'undo', iconHere: 'undo', ability: 'inbound.recall', key: 'b',
    routes: () => import('./recalls/recalls.routes').then((m) => m.recallRoutes),
  },
  {
    path: 'sends', title: 'Sends', icon: 'outbox', iconHere: 'outbox-fill', ability: 'exam.list', key: 's', opens: ['send'],
    routes: () => import('./sends/sends.routes').then((m) => m.sendRoutes),
  },
  {
    path: 'transfers', title: 'Transfers', icon: 'swap_vert', iconHere: 'swap_vert', ability: 'exam.list', key: 't', opens: ['transfer'],
    routes: () => import('./transfers/transfers.routes').then((m) => m.transferRoutes),
  },
  {
    path: 'facilities', title: 'Facilities', icon: 'domain', iconHere: 'domain-fill', ability: 'facility.read', also: ['facility.approve'], key: 'f', opens: ['facility'],
    routes: () => import('./facilities/facilities.routes').then((m) => m.facilityRoutes),
  },
  {
    path: 'policies', title: 'Policies', icon: 'account_balance', iconHere: 'account_balance-fill', ability: 'policy.read', key: 'p', opens: ['policy'],
    routes: () => import('./policies/policies.routes').then((m) => m.policyRoutes),
  },
  {
    path: 'retention', title: 'Retention', icon: 'inventory_2', iconHere: 'inventory_2-fill', ability: 'retention.extend', also: ['hold.place', 'disposition.review', 'disposition.approve'], key: 'k',
    routes: () => import('./retention/retention.routes').then((m) => m.retentionRoutes),
  },
  {
    path: 'holds', title: 'Holds', icon: 'lock', iconHere: 'lock', ability: 'hold.request', also: ['hold.place', 'hold.release'], key: 'h', opens: ['hold'], offRail: true,
    routes: () => import('./retention/retention.routes').then((m) => m.holdRoutes),
  },
  {
    path: 'dispositions', title: 'Dispositions', icon: 'gavel', iconHere: 'gavel', ability: 'disposition.review', also: ['disposition.approve'], key: 'j', opens: ['disposition'], offRail: true,
    routes: () => import('./retention/retention.routes').then((m) => m.dispositionRoutes),
  },
  {
    path: 'people', title: 'People', icon: 'group', iconHere: 'group', ability: 'people.manage', key: 'u', opens: ['person'],
    routes: () => import('./people/people.routes').then((m) => m.peopleRoutes),
  },
  {
    path: 'duty', title: 'Duty', icon: 'schedule', iconHere: 'schedule', ability: 'duty.plan', also: ['handover.answer', 'item.claim', 'case.work', 'case.decide', 'registration.complete', 'settings.change'], key: 'y', opens: ['duty'],
    routes: () => import('./duty/duty.routes').then((m) => m.dutyRoutes),
  },
  {
    path: 'access-reviews', title: 'Reviews', icon: 'fact_check', iconHere: 'fact_check', ability: 'people.review', key: 'x', opens: ['access-review'],
    routes: () => import('./access-reviews/access-reviews.routes').then((m) => m.accessReviewRoutes),
  },
  {
    path: 'emergency', title: 'Emergency', icon: 'shield_lock', iconHere: 'shield_lock', ability: 'breakglass.open', also: ['breakglass.review'], key: 'e', opens: ['breakglass'],
    routes: () => import('./emergency/emergency.routes').then((m) => m.emergencyRoutes),
  },
  {
    path: 'programme', title: 'Programme', icon: 'task_alt', iconHere: 'task_alt', ability: 'insights.read', key: 'g',
    routes: () => import('./programme/programme.routes').then((m) => m.programmeRoutes),
  },
  {
    path: 'values', title: 'Value', icon: 'monitoring', iconHere: 'monitoring', ability: 'insights.read', key: 'l',
    routes: () => import('./values/values.routes').then((m) => m.valueRoutes),
  },
  {
    path: 'audit', title: 'Audit', icon: 'history', iconHere: 'history', ability: 'audit.read', key: 'a',
    routes: () => import('./audit/audit.routes').then((m) => m.auditRoutes),
  },
];

/** Abilities of which one opens the place. */
export const abilitiesOf = (slice: Slice): readonly AbilityName[] => [slice.ability, ...(slice.also ?? [])];

/** Kinds whose page lies deeper in a place. */
const deeper: Readonly<Record<string, string>> = { standingList: 'requests/lists', opinion: 'cases/opinions' };

/** Where a thing is shown, or null when no slice opens its kind. */
export function addressOf(subject: { readonly kind: string; readonly id: string }): string | null {
  const slice = slices.find((s) => s.opens?.includes(subject.kind));
  const path = deeper[subject.kind] ?? slice?.path;
  return path ? `/${path}/${subject.id}` : null;
}
