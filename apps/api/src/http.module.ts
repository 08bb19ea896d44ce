import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, Reflector } from '@nestjs/core';
import { AuditController } from './audit/audit.controller';
import { SessionController } from './people/session.controller';
import { Acts } from './platform/acts/acts';
import { HealthController } from './platform/health/health.controller';
import { AnsweredOnce } from './platform/http/answered';
import { AbilityGuard } from './platform/http/guard';
import { OpenApiController } from './platform/http/openapi.controller';
import { ProblemFilter } from './platform/http/problem.filter';
import type { Logger } from './platform/log';
import { LOG, PlatformModule } from './platform/platform.module';
import type { Settings } from './platform/settings/settings';
import { slices } from './slices';
import { Sessions } from './platform/sign-in/sessions';
import { StreamSight } from './platform/stream/sight';
import { EventStream } from './platform/stream/stream';
import { StreamController } from './platform/stream/stream.controller';

/** The process that answers people and systems over HTTP. */
@Module({})
export class HttpModule {
  static for(settings: Settings): DynamicModule {
    return {
      module: HttpModule,
      imports: [PlatformModule.for('api', settings)],
      controllers: [HealthController, OpenApiController, SessionController, StreamController, AuditController, ...slices.flatMap((s) => s.controllers ?? [])],
      providers: [
        { provide: APP_GUARD, useFactory: (reflector: Reflector, sessions: Sessions, acts: Acts) => new AbilityGuard(reflector, sessions, acts), inject: [Reflector, Sessions, Acts] },
        { provide: APP_FILTER, useFactory: (log: Logger) => new ProblemFilter(log), inject: [LOG] },
        { provide: APP_INTERCEPTOR, useFactory: (acts: Acts, reflector: Reflector) => new AnsweredOnce(acts, reflector), inject: [Acts, Reflector] },
        { provide: EventStream, useFactory: (acts: Acts, log: Logger) => new EventStream(acts, settings.DATABASE_URL, log), inject: [Acts, LOG] },
        { provide: StreamSight, useFactory: (acts: Acts) => new StreamSight(acts), inject: [Acts] },
        ...slices.flatMap((s) => s.providers?.(settings) ?? []),
      ],
    };
  }
}
