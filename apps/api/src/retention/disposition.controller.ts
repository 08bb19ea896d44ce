import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DispositionQuery, EndorseDisposition, ProposeDisposition, RejectDisposition, VersionOnly, WithReason, type DispositionDetail, type DispositionPage, type SignedCertificate } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { certificateOf } from '../platform/signing';
import { DispositionList } from './disposition.list';
import { DispositionMoves } from './dispositions';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Ending to keep exams: proposed, reviewed, approved by a second person, executed with a certificate. */
@Controller('api/v1/dispositions')
export class DispositionController {
  constructor(private readonly acts: Acts, private readonly list: DispositionList, private readonly moves: DispositionMoves) {}

  @Get()
  @Needs('disposition.review', 'disposition.approve')
  page(@Query(new Checked(DispositionQuery)) query: In<typeof DispositionQuery>, @CallerOf() caller: Caller): Promise<DispositionPage> {
    return this.list.page(query, caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('disposition.review')
  async propose(@Body(new Checked(ProposeDisposition)) body: In<typeof ProposeDisposition>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.list.detail(await this.moves.propose(caller, body), caller);
  }

  @Get(':id')
  @Needs('disposition.review', 'disposition.approve')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.list.detail(id, caller);
  }

  @Get(':id/certificate')
  @Needs('disposition.review', 'disposition.approve')
  async certificate(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<SignedCertificate> {
    await this.list.detail(id, caller);
    const certificate = await certificateOf(this.acts, 'disposition', 'id', id);
    if (!certificate) throw new Refusal(409, 'not-executed-yet', 'The certificate is signed when every exam of it is purged or kept.');
    return certificate;
  }

  @Post(':id/review')
  @HttpCode(200)
  @Needs('disposition.review')
  review(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.done(id, caller, this.moves.review(caller, id, body.version));
  }

  @Post(':id/endorse')
  @HttpCode(200)
  @Needs('disposition.review')
  endorse(@Param('id', new IdPipe()) id: string, @Body(new Checked(EndorseDisposition)) body: In<typeof EndorseDisposition>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.done(id, caller, this.moves.endorse(caller, id, body));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Needs('disposition.approve')
  approve(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.done(id, caller, this.moves.approve(caller, id, body.version));
  }

  @Post(':id/send-back')
  @HttpCode(200)
  @Needs('disposition.approve')
  sendBack(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.done(id, caller, this.moves.sendBack(caller, id, body.version, body.reason));
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Needs('disposition.review')
  reject(@Param('id', new IdPipe()) id: string, @Body(new Checked(RejectDisposition)) body: In<typeof RejectDisposition>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.done(id, caller, this.moves.reject(caller, id, body));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Needs('disposition.review')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<DispositionDetail> {
    return this.done(id, caller, this.moves.cancel(caller, id, body.version, body.reason));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<DispositionDetail> {
    await work;
    return this.list.detail(id, caller);
  }
}
