import { accessReviewSlice } from './access-reviews/reviews.slice';
import { emergencySlice } from './breakglass/emergency.slice';
import { caseSlice } from './cases/case.slice';
import { dicomwebSlice } from './dicomweb/dicomweb.slice';
import { endpointSlice } from './endpoints/endpoint.slice';
import { dutySlice } from './duty/duty.slice';
import { facilitySlice } from './facilities/facility.slice';
import { identitySlice } from './identity/identity.slice';
import { inboundSlice } from './inbound/inbound.slice';
import type { DomainEvent, JobWish } from './platform/acts/act';
import { launchSlice } from './launches/launch.slice';
import { messageSlice } from './messages/message.slice';
import { noticeSlice } from './notices/notice.slice';
import { opinionSlice } from './opinions/opinion.slice';
import { overreadSlice } from './overreads/overread.slice';
import { parcelSlice } from './parcels/parcel.slice';
import { peopleSlice } from './people/people.slice';
import { policySlice } from './policies/policy.slice';
import type { JobKindRow, Reaction } from './platform/jobs/job';
import type { Slice } from './platform/slice';
import { priorSlice } from './priors/prior.slice';
import { programmeSlice } from './programme/programme.slice';
import { requestSlice } from './requests/request.slice';
import { retentionSlice } from './retention/retention.slice';
import { sendSlice } from './sends/send.slice';
import { transferSlice } from './transfers/transfer.slice';
import { uploadSlice } from './uploads/upload.slice';
import { valueSlice } from './values/value.slice';
import { upkeepSlice } from './upkeep/upkeep.slice';

/** The slices of this build: one line each. */
export const slices: readonly Slice[] = [
  // first, because addresses are looked up in this order, and viewers ask image by image
  dicomwebSlice,
  inboundSlice,
  identitySlice,
  overreadSlice,
  noticeSlice,
  messageSlice,
  facilitySlice,
  endpointSlice,
  transferSlice,
  sendSlice,
  priorSlice,
  upkeepSlice,
  parcelSlice,
  uploadSlice,
  caseSlice,
  opinionSlice,
  requestSlice,
  policySlice,
  retentionSlice,
  dutySlice,
  peopleSlice,
  emergencySlice,
  accessReviewSlice,
  valueSlice,
  launchSlice,
  programmeSlice,
];

/** Every kind of job; start-up refuses one without exactly one handler. */
export const jobKinds: Readonly<Record<string, JobKindRow>> = Object.assign({}, ...slices.map((s) => s.jobKinds ?? {}));

const byEvent = new Map<string, Reaction[]>();
for (const reaction of slices.flatMap((s) => s.reactions ?? [])) byEvent.set(reaction.on, [...(byEvent.get(reaction.on) ?? []), reaction]);

/** What follows from an event. Whoever emits it makes the jobs in the same transaction; the worker does them. */
export function reactions(event: DomainEvent & { readonly seq: string }): JobWish[] {
  return [...(byEvent.get(event.event) ?? []), ...(byEvent.get('*') ?? [])].flatMap((r) => r.wish(event) ?? []);
}
