import type { JobKindRow } from './platform/jobs/job';

/** Every kind of job of this build, put together from the slices. Start-up refuses a kind without exactly one handler. */
export const jobKinds: Readonly<Record<string, JobKindRow>> = {};
