import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import { SavePayerRates, StartReplay, type CostDefaults, type PayerRatesView, type ReplayExam, type ReplayView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { PayerRates } from './payer-rates';
import { Replays } from './replays';

/** What a draft would have meant: asked for, watched, looked into. */
@Controller('api/v1')
export class ReplayController {
  constructor(private readonly replays: Replays, private readonly payers: PayerRates) {}

  /** GET /replay-costs: what a replay reckons with until somebody puts in their own numbers, and where each comes from. */
  @Get('replay-costs')
  @Needs('policy.read')
  costs(): Promise<CostDefaults> {
    return this.replays.costs();
  }

  /** GET /payer-rates: which reads and consults are paid, by payer and state. */
  @Get('payer-rates')
  @Needs('policy.read')
  payerRates(@CallerOf() caller: Caller): Promise<PayerRatesView> {
    return this.payers.current(caller);
  }

  @Put('payer-rates')
  @Needs('settings.change')
  savePayerRates(@Body(new Checked(SavePayerRates)) body: z.output<typeof SavePayerRates>, @CallerOf() caller: Caller): Promise<PayerRatesView> {
    return this.payers.save(caller, body);
  }

  @Post('policies/:id/replays')
  @HttpCode(202)
  @Needs('policy.draft', 'policy.review')
  async start(@Param('id', new IdPipe()) id: string, @Body(new Checked(StartReplay)) body: z.output<typeof StartReplay>, @CallerOf() caller: Caller): Promise<ReplayView> {
    return this.replays.view(caller, await this.replays.start(caller, id, body));
  }

  @Get('replays/:id')
  @Needs('policy.read')
  view(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ReplayView> {
    return this.replays.view(caller, id);
  }

  @Post('replays/:id/cancel')
  @HttpCode(200)
  @Needs('policy.draft', 'policy.review')
  async cancel(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ReplayView> {
    await this.replays.cancel(caller, id);
    return this.replays.view(caller, id);
  }

  /** GET /replays/:id/changes/:n: up to 200 exams behind one of its changes. */
  @Get('replays/:id/changes/:n')
  @Needs('policy.read')
  exams(@Param('id', new IdPipe()) id: string, @Param('n', ParseIntPipe) n: number, @CallerOf() caller: Caller): Promise<ReplayExam[]> {
    return this.replays.exams(caller, id, n);
  }
}
