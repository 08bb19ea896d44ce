import { Module, type DynamicModule } from '@nestjs/common';
import { Acts } from './platform/acts/acts';
import { JOB_HANDLERS } from './platform/jobs/job';
import type { Logger } from './platform/log';
import { LOG, PlatformModule } from './platform/platform.module';
import type { Settings } from './platform/settings/settings';
import { slices } from './slices';

/** The process that does the jobs. */
@Module({})
export class WorkerModule {
  static for(settings: Settings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.for('worker', settings)],
      providers: [{ provide: JOB_HANDLERS, useFactory: (acts: Acts, log: Logger) => slices.flatMap((s) => s.handlers?.({ acts, settings, log }) ?? []), inject: [Acts, LOG] }],
    };
  }
}
