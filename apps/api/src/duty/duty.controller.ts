import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { AddOverride, ChangeRota, DutyQuery, EndRota, HoursBody, MakeCalendarLink, MakeRota, OfferSwap, type DutyPage, type OnCallNow } from '@causeway/contracts';
import type { Response } from 'express';
import type * as z from 'zod/mini';
import { notFound } from '../platform/acts/refusal';
import { Needs, Open, SignedIn } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { DutyCalendars } from './calendar';
import { DutyViews } from './duty.view';
import { DutyPlans } from './plan';
import { DutySwaps } from './swaps';

type In<T extends z.ZodMiniType> = z.output<T>;

/** The duty calendar. Everybody of the house sees who is on duty; section leads, transfer nurses and PACS administrators plan it. */
@Controller('api/v1/duty')
export class DutyController {
  constructor(private readonly views: DutyViews, private readonly plans: DutyPlans, private readonly swaps: DutySwaps, private readonly calendars: DutyCalendars) {}

  @Get()
  @SignedIn()
  page(@Query(new Checked(DutyQuery)) query: In<typeof DutyQuery>, @CallerOf() caller: Caller): Promise<DutyPage> {
    return this.views.page(caller, query);
  }

  @Get('now')
  @SignedIn()
  now(@CallerOf() caller: Caller): Promise<OnCallNow> {
    return this.views.now(caller);
  }

  @Post('rotas')
  @HttpCode(201)
  @Needs('duty.plan')
  async make(@Body(new Checked(MakeRota)) body: In<typeof MakeRota>, @CallerOf() caller: Caller): Promise<{ id: string }> {
    return { id: await this.plans.make(caller, body) };
  }

  @Put('rotas/:id')
  @HttpCode(204)
  @Needs('duty.plan')
  change(@Param('id', new IdPipe()) id: string, @Body(new Checked(ChangeRota)) body: In<typeof ChangeRota>, @CallerOf() caller: Caller): Promise<void> {
    return this.plans.change(caller, id, body);
  }

  @Post('rotas/:id/end')
  @HttpCode(204)
  @Needs('duty.plan')
  end(@Param('id', new IdPipe()) id: string, @Body(new Checked(EndRota)) body: In<typeof EndRota>, @CallerOf() caller: Caller): Promise<void> {
    return this.plans.end(caller, id, body.version, body.reason);
  }

  @Post('rotas/:id/overrides')
  @HttpCode(204)
  @Needs('duty.plan')
  override(@Param('id', new IdPipe()) id: string, @Body(new Checked(AddOverride)) body: In<typeof AddOverride>, @CallerOf() caller: Caller): Promise<void> {
    return this.plans.override(caller, id, body);
  }

  @Post('overrides/:id/remove')
  @HttpCode(204)
  @Needs('duty.plan')
  async removeOverride(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    await this.plans.removeOverride(caller, id);
  }

  @Put('hours')
  @HttpCode(204)
  @Needs('duty.plan')
  hours(@Body(new Checked(HoursBody)) body: In<typeof HoursBody>, @CallerOf() caller: Caller): Promise<void> {
    return this.plans.hours(caller, body);
  }

  @Post('rotas/:id/swaps')
  @HttpCode(201)
  @SignedIn()
  async offer(@Param('id', new IdPipe()) id: string, @Body(new Checked(OfferSwap)) body: In<typeof OfferSwap>, @CallerOf() caller: Caller): Promise<{ id: string }> {
    return { id: await this.swaps.offer(caller, id, body) };
  }

  @Post('swaps/:id/accept')
  @HttpCode(204)
  @SignedIn()
  accept(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.swaps.accept(caller, id);
  }

  @Post('swaps/:id/decline')
  @HttpCode(204)
  @SignedIn()
  decline(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.swaps.answer(caller, id, 'declined');
  }

  @Post('swaps/:id/cancel')
  @HttpCode(204)
  @SignedIn()
  cancel(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.swaps.answer(caller, id, 'cancelled');
  }

  @Post('calendar')
  @HttpCode(201)
  @SignedIn()
  share(@Body(new Checked(MakeCalendarLink)) body: In<typeof MakeCalendarLink>, @CallerOf() caller: Caller): Promise<{ id: string; path: string }> {
    return this.calendars.make(caller, body.rotaId);
  }

  @Post('calendar/:id/revoke')
  @HttpCode(204)
  @SignedIn()
  revoke(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.calendars.revoke(caller, id);
  }

  /** For calendar programs, which have no session: the secret in the address is what lets them in. */
  @Get('calendar/:file')
  @Open()
  async calendar(@Param('file') file: string, @Res({ passthrough: true }) response: Response): Promise<string> {
    const secret = /^([A-Za-z0-9_-]{43})\.ics$/.exec(file)?.[1];
    if (!secret) throw notFound('calendar');
    const text = await this.calendars.text(secret, new Date());
    response.type('text/calendar; charset=utf-8');
    return text;
  }
}
