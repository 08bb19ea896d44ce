import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  BulkInbound, Claim, CodedReason, HistoryQuery, InboundQuery, InboundSearch, Park, PassCheck, SaveChecklist, SaveNeed, Split, TakeOver, VersionOnly, WithReason,
  type BulkResult, type HistoryPage, type InboundDetail, type InboundPage, type InboundRow, type PersonRef, type ReleasePreview,
} from '@causeway/contracts';
import * as z from 'zod/mini';
import { Refusal } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { PatientHistory } from './history';
import { InboundDetails } from './inbound.detail';
import { InboundList } from './inbound.list';
import { InboundMoves } from './moves';

const OptionalReason = z.object({ reason: z.optional(z.string().check(z.maxLength(1000))) });
type In<T extends z.ZodMiniType> = z.output<T>;

/** The inbox and one exam's way. Every command answers with the row as it is afterwards, moves included. */
@Controller('api/v1/inbound')
export class InboundController {
  constructor(private readonly list: InboundList, private readonly details: InboundDetails, private readonly moves: InboundMoves, private readonly patients: PatientHistory) {}

  @Get()
  @Needs('exam.list')
  page(@Query(new Checked(InboundQuery)) query: In<typeof InboundQuery>, @CallerOf() caller: Caller): Promise<InboundPage> {
    return this.list.page(query, caller);
  }

  @Post('search')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('exam.list')
  search(@Body(new Checked(InboundSearch)) query: In<typeof InboundSearch>, @CallerOf() caller: Caller): Promise<InboundPage> {
    return this.list.page(query, caller);
  }

  @Post('claim-next')
  @HttpCode(200)
  @Needs('item.claim')
  async claimNext(@CallerOf() caller: Caller): Promise<InboundRow | null> {
    for (let attempt = 0; attempt < 10; attempt++) {
      const id = await this.list.nextToClaim(caller);
      if (!id) return null;
      try {
        await this.moves.claim(caller, id);
        return await this.row(id, caller);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'held-by-other') throw error;
      }
    }
    return null;
  }

  @Post('bulk')
  @HttpCode(200)
  @Needs('item.claim', 'inbound.park', 'inbound.return', 'inbound.reject')
  async bulk(@Body(new Checked(BulkInbound)) body: In<typeof BulkInbound>, @CallerOf() caller: Caller): Promise<BulkResult> {
    const results: { id: string; ok: boolean; code: string | null; detail: string | null }[] = [];
    for (const item of body.items) {
      try {
        await this.one(body, item.id, item.version, caller);
        results.push({ id: item.id, ok: true, code: null, detail: null });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        results.push({ id: item.id, ok: false, code: error.code, detail: error.detail });
      }
    }
    return { results };
  }

  @Get('requesters')
  @Needs('inbound.park')
  requesters(): Promise<readonly PersonRef[]> {
    return this.list.requesters();
  }

  @Get(':id')
  @Needs('exam.list')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<InboundDetail> {
    return this.details.detail(id, caller);
  }

  @Get(':id/history')
  @Needs('exam.list')
  async history(@Param('id', new IdPipe()) id: string, @Query(new Checked(HistoryQuery)) query: In<typeof HistoryQuery>, @CallerOf() caller: Caller): Promise<HistoryPage> {
    await this.list.one(id, caller);
    return this.patients.page(id, query, caller);
  }

  @Get(':id/release-preview')
  @Needs('inbound.release')
  preview(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ReleasePreview> {
    return this.details.preview(id, caller);
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Needs('item.claim')
  claim(@Param('id', new IdPipe()) id: string, @Body(new Checked(Claim)) _: In<typeof Claim>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.claim(caller, id));
  }

  @Post(':id/release-claim')
  @HttpCode(200)
  @Needs('item.claim')
  releaseClaim(@Param('id', new IdPipe()) id: string, @Body(new Checked(OptionalReason)) body: In<typeof OptionalReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.releaseClaim(caller, id, body.reason ?? null));
  }

  @Post(':id/take-over')
  @HttpCode(200)
  @Needs('item.takeover')
  takeOver(@Param('id', new IdPipe()) id: string, @Body(new Checked(TakeOver)) body: In<typeof TakeOver>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.takeOver(caller, id, body.reason));
  }

  @Put(':id/checklist')
  @Needs('inbound.check')
  async saveChecklist(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveChecklist)) body: In<typeof SaveChecklist>, @CallerOf() caller: Caller): Promise<InboundDetail> {
    await this.moves.saveChecklist(caller, id, body);
    return this.details.detail(id, caller);
  }

  @Put(':id/need')
  @Needs('inbound.park')
  need(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveNeed)) body: In<typeof SaveNeed>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.need(caller, id, body));
  }

  @Post(':id/pass-check')
  @HttpCode(200)
  @Needs('inbound.check')
  passCheck(@Param('id', new IdPipe()) id: string, @Body(new Checked(PassCheck)) body: In<typeof PassCheck>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.passCheck(caller, id, body));
  }

  @Post(':id/release')
  @HttpCode(200)
  @Needs('inbound.release')
  release(@Param('id', new IdPipe()) id: string, @Body(new Checked(PassCheck)) body: In<typeof PassCheck>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.release(caller, id, body));
  }

  @Post(':id/load-now')
  @HttpCode(200)
  @Needs('inbound.release')
  loadNow(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.loadNow(caller, id, body.version));
  }

  @Post(':id/park')
  @HttpCode(200)
  @Needs('inbound.park')
  park(@Param('id', new IdPipe()) id: string, @Body(new Checked(Park)) body: In<typeof Park>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.park(caller, id, body));
  }

  @Post(':id/unpark')
  @HttpCode(200)
  @Needs('inbound.park')
  unpark(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.unpark(caller, id, body.version));
  }

  @Post(':id/return')
  @HttpCode(200)
  @Needs('inbound.return')
  giveBack(@Param('id', new IdPipe()) id: string, @Body(new Checked(CodedReason)) body: In<typeof CodedReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.giveBack(caller, id, body));
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Needs('inbound.reject')
  reject(@Param('id', new IdPipe()) id: string, @Body(new Checked(CodedReason)) body: In<typeof CodedReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.reject(caller, id, body));
  }

  @Post(':id/quarantine')
  @HttpCode(200)
  @Needs('inbound.quarantine')
  quarantine(@Param('id', new IdPipe()) id: string, @Body(new Checked(CodedReason)) body: In<typeof CodedReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.quarantine(caller, id, body));
  }

  @Post(':id/clear')
  @HttpCode(200)
  @Needs('inbound.clear')
  clear(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.clear(caller, id, body.version, body.reason));
  }

  @Post(':id/mirror')
  @HttpCode(200)
  @Needs('inbound.mirror')
  mirror(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.mirror(caller, id, body.version));
  }

  @Post(':id/recall')
  @HttpCode(200)
  @Needs('inbound.recall')
  recall(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.recall(caller, id, body.version, body.reason));
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Needs('inbound.reopen')
  reopen(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<InboundRow> {
    return this.done(id, caller, this.moves.reopen(caller, id, body.version, body.reason));
  }

  @Post(':id/split')
  @HttpCode(200)
  @Needs('inbound.split')
  async split(@Param('id', new IdPipe()) id: string, @Body(new Checked(Split)) body: In<typeof Split>, @CallerOf() caller: Caller): Promise<{ parent: InboundRow; child: string }> {
    const child = await this.moves.split(caller, id, body);
    return { parent: await this.row(id, caller), child };
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<InboundRow> {
    await work;
    return this.row(id, caller);
  }

  private async row(id: string, caller: Caller): Promise<InboundRow> {
    return (await this.list.one(id, caller)).view;
  }

  private async one(body: In<typeof BulkInbound>, id: string, version: number, caller: Caller): Promise<void> {
    const coded = { version, reason: body.reason ?? '', ...(body.note ? { note: body.note } : {}) };
    switch (body.move) {
      case 'claim': return this.moves.claim(caller, id);
      case 'release-claim': return this.moves.releaseClaim(caller, id, body.reason ?? null);
      case 'park': return this.moves.park(caller, id, { ...coded, until: body.until ?? '' });
      case 'return': return this.moves.giveBack(caller, id, coded);
      case 'reject': return this.moves.reject(caller, id, coded);
    }
  }
}
