import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  CalendarQuery, ExtendRetention, MarkRetention, RetentionQuery, TombstoneQuery, VersionOnly, WithReason, type RetentionCalendar, type RetentionPage, type RetentionPanel, type SignedCertificate, type TombstoneView,
} from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { PurgeMoves } from './purge.moves';
import { RetentionList } from './retention.list';
import { tombstoneCertificate, tombstones } from './tombstones';
import { VerdictMoves } from './verdict.moves';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Until when exams are kept, and why. */
@Controller('api/v1/retention')
export class RetentionController {
  constructor(private readonly acts: Acts, private readonly list: RetentionList, private readonly moves: VerdictMoves, private readonly purges: PurgeMoves) {}

  @Get()
  @Needs('retention.extend', 'hold.place', 'hold.request', 'disposition.review', 'disposition.approve')
  page(@Query(new Checked(RetentionQuery)) query: In<typeof RetentionQuery>, @CallerOf() caller: Caller): Promise<RetentionPage> {
    return this.list.page(query, caller);
  }

  @Get('calendar')
  @Needs('retention.extend', 'hold.place', 'hold.request', 'disposition.review', 'disposition.approve')
  calendar(@Query(new Checked(CalendarQuery)) query: In<typeof CalendarQuery>, @CallerOf() caller: Caller): Promise<RetentionCalendar> {
    return this.list.calendar(query, caller);
  }

  @Get('tombstones')
  @Needs('disposition.review', 'disposition.approve')
  tombstones(@Query(new Checked(TombstoneQuery)) query: In<typeof TombstoneQuery>, @CallerOf() caller: Caller): Promise<TombstoneView[]> {
    return tombstones(this.acts, caller, query);
  }

  @Get('exams/:id')
  @Needs('exam.list')
  panel(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<RetentionPanel> {
    return this.list.panel(id, caller);
  }

  @Get('exams/:id/certificate')
  @Needs('disposition.review', 'disposition.approve')
  certificate(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<SignedCertificate> {
    return tombstoneCertificate(this.acts, caller, id);
  }

  @Post('exams/:id/extend')
  @HttpCode(200)
  @Needs('retention.extend')
  extend(@Param('id', new IdPipe()) id: string, @Body(new Checked(ExtendRetention)) body: In<typeof ExtendRetention>, @CallerOf() caller: Caller): Promise<RetentionPanel> {
    return this.done(id, caller, this.moves.extend(caller, id, body));
  }

  @Post('exams/:id/adopt')
  @HttpCode(200)
  @Needs('retention.extend')
  adopt(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RetentionPanel> {
    return this.done(id, caller, this.moves.adopt(caller, id, body.version, body.reason));
  }

  @Post('exams/:id/mark')
  @HttpCode(200)
  @Needs('retention.extend')
  mark(@Param('id', new IdPipe()) id: string, @Body(new Checked(MarkRetention)) body: In<typeof MarkRetention>, @CallerOf() caller: Caller): Promise<RetentionPanel> {
    return this.done(id, caller, this.moves.mark(caller, id, body));
  }

  @Post('purges/:id/retry')
  @HttpCode(204)
  @Needs('transfer.retry')
  retry(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<void> {
    return this.purges.retry(caller, id, body.version);
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<RetentionPanel> {
    await work;
    return this.list.panel(id, caller);
  }
}
