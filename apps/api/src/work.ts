import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { jobKinds } from './slices';
import { Acts } from './platform/acts/acts';
import { system } from './platform/acts/actor';
import { checkHandlers, JOB_HANDLERS, type JobHandler } from './platform/jobs/job';
import { JobTable } from './platform/jobs/job-table';
import { WorkQueue } from './platform/jobs/queue';
import { JobRelay } from './platform/jobs/relay';
import { JobRunner } from './platform/jobs/runner';
import type { Logger } from './platform/log';
import { DATA_SOURCE } from './platform/platform.module';
import type { Settings } from './platform/settings/settings';
import { wishEndpointWatch } from './endpoints/endpoint.jobs';
import { wishSourceWatch } from './endpoints/sources/source.jobs';
import { wishDuty } from './duty/duty.jobs';
import { wishWatching } from './parcels/parcel.slice';
import { forgetWhereOff } from './notices/channels/push-browsers';
import { wishFacilityClocks } from './facilities/facility.jobs';
import { wishRadar } from './facilities/radar/radar.jobs';
import { wishCounting } from './programme/releases';
import { wishCalendar } from './retention/verdict.jobs';
import { wishUpkeep } from './upkeep/upkeep.slice';
import { WorkerModule } from './worker.module';

/** Starts the worker: handlers checked, queue served, relay ringing. Returns how to stop it. */
export async function work(settings: Settings, log: Logger): Promise<{ context: INestApplicationContext; stop: () => Promise<void> }> {
  const context = await NestFactory.createApplicationContext(WorkerModule.for(settings), { logger: false, abortOnError: false });
  const handlers = checkHandlers(jobKinds, context.get<JobHandler[]>(JOB_HANDLERS));
  const table = new JobTable(context.get<DataSource>(DATA_SOURCE));
  const stopping = new AbortController();
  const runner = new JobRunner(table, context.get(Acts), handlers, jobKinds, log, stopping.signal);
  const queue = new WorkQueue(settings, (error) => log.warn({ error }, 'queue'));
  const relay = new JobRelay(table, queue, jobKinds, settings.DATABASE_URL, log);
  await context.get(Acts).run(system('upkeep'), async (act) => {
    wishUpkeep(act);
    wishEndpointWatch(act);
    wishSourceWatch(act);
    wishCalendar(act);
    wishFacilityClocks(act);
    wishRadar(act);
    wishCounting(act);
    wishDuty(act);
    wishWatching(act, settings);
    await forgetWhereOff(act, settings);
  });
  queue.serve((id) => runner.run(id));
  relay.start();
  log.info('working');
  return {
    context,
    stop: async () => {
      stopping.abort();
      await relay.stop();
      await queue.close();
      await context.close();
    },
  };
}
