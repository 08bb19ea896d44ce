import { Acts } from '../platform/acts/acts';
import { jobKind, type JobHandler, type JobRun } from '../platform/jobs/job';
import type { Slice } from '../platform/slice';
import { Emergencies } from './emergency';
import { EmergencyController } from './emergency.controller';
import { EmergencyList } from './emergency.list';

const kinds = { 'breakglass.over': jobKind('fast', 20, 1, 60), 'breakglass.review-due': jobKind('fast', 20, 1, 60) } as const;

/** Writes down that emergency access is over, and asks for a review that is late. */
class EmergencyJobs implements JobHandler {
  readonly kinds = Object.keys(kinds);

  constructor(private readonly emergencies: Emergencies) {}

  run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    return job.kind === 'breakglass.over' ? this.emergencies.timeOver(id) : this.emergencies.reviewDue(id);
  }
}

export const emergencySlice: Slice = {
  name: 'breakglass',
  controllers: [EmergencyController],
  providers: (settings) => [
    { provide: Emergencies, useFactory: (acts: Acts) => new Emergencies(acts, settings), inject: [Acts] },
    { provide: EmergencyList, useFactory: (acts: Acts) => new EmergencyList(acts), inject: [Acts] },
  ],
  jobKinds: kinds,
  handlers: ({ acts, settings }) => [new EmergencyJobs(new Emergencies(acts, settings))],
};
