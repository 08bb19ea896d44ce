import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { AskOpinion, OPINION_HEADER, OpinionProof, type AskedOpinion, type OpinionDoor, type OpinionLook, type OpinionStatus } from '@causeway/contracts';
import type { Request } from 'express';
import type * as z from 'zod/mini';
import { NotOnce } from '../platform/http/answered';
import { Open } from '../platform/http/ability';
import { Checked } from '../platform/http/body.pipe';
import { OpinionAsker } from './asker';
import { OpinionAsking } from './asking';

/** What the page calls on which patients ask for a second opinion, without an account. The link of the mail stays in a header; code and birth date go with each look. */
@Controller('api/v1/opinion-door')
export class OpinionDoorController {
  constructor(private readonly asking: OpinionAsking, private readonly asker: OpinionAsker) {}

  @Get()
  @Open()
  door(): Promise<OpinionDoor> {
    return this.asking.door();
  }

  /** The answer holds the code, so it is never kept for a second asking. */
  @Post()
  @HttpCode(202)
  @NotOnce()
  @Open()
  ask(@Body(new Checked(AskOpinion)) body: z.output<typeof AskOpinion>, @Req() request: Request): Promise<AskedOpinion> {
    return this.asking.ask(body, request.ip ?? '');
  }

  @Get('current')
  @Open()
  current(@Req() request: Request): Promise<OpinionLook> {
    return this.asker.current(request.header(OPINION_HEADER), request.ip ?? '');
  }

  @Post('confirm')
  @HttpCode(200)
  @NotOnce()
  @Open()
  confirm(@Req() request: Request): Promise<OpinionLook> {
    return this.asker.confirm(request.header(OPINION_HEADER), request.ip ?? '');
  }

  @Post('status')
  @HttpCode(200)
  @NotOnce()
  @Open()
  status(@Body(new Checked(OpinionProof)) body: z.output<typeof OpinionProof>, @Req() request: Request): Promise<OpinionStatus> {
    return this.asker.status(request.header(OPINION_HEADER), body, request.ip ?? '');
  }

  @Post('withdraw')
  @HttpCode(200)
  @NotOnce()
  @Open()
  withdraw(@Body(new Checked(OpinionProof)) body: z.output<typeof OpinionProof>, @Req() request: Request): Promise<OpinionStatus> {
    return this.asker.withdraw(request.header(OPINION_HEADER), body, request.ip ?? '');
  }
}
