import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { Addendum, ClaimOverread, EpochOnly, EpochReason, OverreadQuery, SaveDraft, SignReport, TakeOver, VersionOnly, WithReason, type OverreadDetail, type OverreadPage, NoteText, PickExam, Version } from '@causeway/contracts';
import * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { OverreadMoves } from './moves';
import { NextRead } from './next-read';
import { OverreadDetails } from './overread.detail';
import { OverreadList } from './overread.list';
import { Picks } from './pick';

type In<T extends z.ZodMiniType> = z.output<T>;
const Pick = z.object({ version: Version, question: z.optional(NoteText) });

/** Over-reads: worklist, report and acknowledgement. Every command answers with the task as it is afterwards. */
@Controller('api/v1/overreads')
export class OverreadController {
  constructor(private readonly list: OverreadList, private readonly details: OverreadDetails, private readonly moves: OverreadMoves, private readonly picks: Picks) {}

  @Get()
  @Needs('exam.list')
  page(@Query(new Checked(OverreadQuery)) query: In<typeof OverreadQuery>, @CallerOf() caller: Caller): Promise<OverreadPage> {
    return this.list.page(query, caller);
  }

  /** Makes the task of an exam that is chosen for a read. */
  @Post()
  @Needs('overread.pick')
  async pickExam(@Body(new Checked(PickExam)) body: In<typeof PickExam>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.details.detail(await this.picks.exam(caller, body.examId, body.question), caller);
  }

  @Post('claim-next')
  @HttpCode(200)
  @Needs('overread.claim')
  async claimNext(@CallerOf() caller: Caller): Promise<OverreadDetail | null> {
    const id = await new NextRead(this.list, this.moves).claim(caller);
    return id === null ? null : this.details.detail(id, caller);
  }

  @Get(':id')
  @Needs('exam.list')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.details.detail(id, caller);
  }

  @Post(':id/pick')
  @HttpCode(200)
  @Needs('overread.pick')
  pick(@Param('id', new IdPipe()) id: string, @Body(new Checked(Pick)) body: In<typeof Pick>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.pick(caller, id, body.version, body.question ?? null));
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Needs('overread.claim')
  claim(@Param('id', new IdPipe()) id: string, @Body(new Checked(ClaimOverread)) body: In<typeof ClaimOverread>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.claim(caller, id, body));
  }

  @Post(':id/renew')
  @HttpCode(200)
  @Needs('overread.claim')
  renew(@Param('id', new IdPipe()) id: string, @Body(new Checked(EpochOnly)) body: In<typeof EpochOnly>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.renew(caller, id, body));
  }

  @Put(':id/draft')
  @Needs('overread.claim')
  draft(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveDraft)) body: In<typeof SaveDraft>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.saveDraft(caller, id, body));
  }

  @Post(':id/release')
  @HttpCode(200)
  @Needs('overread.claim')
  release(@Param('id', new IdPipe()) id: string, @Body(new Checked(EpochReason)) body: In<typeof EpochReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.release(caller, id, body));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Needs('overread.claim')
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(EpochReason)) body: In<typeof EpochReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.decline(caller, id, body));
  }

  @Post(':id/return')
  @HttpCode(200)
  @Needs('overread.claim')
  giveBack(@Param('id', new IdPipe()) id: string, @Body(new Checked(EpochReason)) body: In<typeof EpochReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.giveBack(caller, id, body));
  }

  @Post(':id/take-over')
  @HttpCode(200)
  @Needs('overread.takeover')
  takeOver(@Param('id', new IdPipe()) id: string, @Body(new Checked(TakeOver)) body: In<typeof TakeOver>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.takeOver(caller, id, body.reason));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Needs('overread.assign')
  resume(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.resume(caller, id, body.version, body.reason));
  }

  @Post(':id/submit')
  @HttpCode(200)
  @Needs('overread.draft')
  submit(@Param('id', new IdPipe()) id: string, @Body(new Checked(EpochOnly)) body: In<typeof EpochOnly>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.submit(caller, id, body));
  }

  @Post(':id/send-back')
  @HttpCode(200)
  @Needs('overread.sign')
  sendBack(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.sendBack(caller, id, body.version, body.reason));
  }

  @Post(':id/sign')
  @HttpCode(200)
  @Needs('overread.sign')
  sign(@Param('id', new IdPipe()) id: string, @Body(new Checked(SignReport)) body: In<typeof SignReport>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.sign(caller, id, body));
  }

  @Post(':id/addend')
  @HttpCode(200)
  @Needs('overread.sign')
  addend(@Param('id', new IdPipe()) id: string, @Body(new Checked(Addendum)) body: In<typeof Addendum>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.addend(caller, id, body));
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Needs('overread.acknowledge')
  acknowledge(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.acknowledge(caller, id, body.version));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Needs('overread.withdraw')
  withdraw(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.withdraw(caller, id, body.version, body.reason));
  }

  @Post(':id/retract')
  @HttpCode(200)
  @Needs('overread.retract')
  retract(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<OverreadDetail> {
    return this.done(id, caller, this.moves.retract(caller, id, body.version, body.reason));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<OverreadDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
