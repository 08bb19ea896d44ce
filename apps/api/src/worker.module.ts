import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule } from './platform/platform.module';
import { JOB_HANDLERS, type JobHandler } from './platform/jobs/job';
import type { Settings } from './platform/settings/settings';

/** The process that does the jobs. Each slice's handlers are listed here and nowhere else. */
@Module({})
export class WorkerModule {
  static for(settings: Settings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.for('worker', settings)],
      providers: [{ provide: JOB_HANDLERS, useFactory: (...handlers: JobHandler[]) => handlers, inject: [] }],
    };
  }
}
