import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { AskPrior, type ArchivePriors, type InstanceView, type PriorCopyView } from '@causeway/contracts';
import type { Request, Response } from 'express';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { PriorCopies } from './copies';
import { imagesOfCopy } from './images';
import { PriorPixels } from './pixels';

type Query_ = Readonly<Record<string, unknown>>;
const UID = /^[0-9.]{1,64}$/;

function uidOf(text: string): string {
  if (!UID.test(text)) throw new Refusal(400, 'uid', 'An identifier is not a DICOM UID: digits and dots, 64 at most.');
  return text;
}

/** Earlier exams of the patient that lie in the house's own archive, to look at beside an outside exam. */
@Controller('api/v1/exams/:examId/archive-priors')
@Needs('exam.view')
export class PriorController {
  constructor(@Inject(PriorCopies) private readonly copies: PriorCopies, @Inject(PriorPixels) private readonly pixels: PriorPixels, @Inject(Acts) private readonly acts: Acts) {}

  @Get()
  list(@Param('examId', new IdPipe()) examId: string, @CallerOf() caller: Caller): Promise<ArchivePriors> {
    return this.copies.list(caller, examId);
  }

  @Post()
  @HttpCode(200)
  ask(@Param('examId', new IdPipe()) examId: string, @Body(new Checked(AskPrior)) body: z.output<typeof AskPrior>, @CallerOf() caller: Caller): Promise<PriorCopyView> {
    return this.copies.ask(caller, examId, body.studyUid);
  }

  @Get(':copyId')
  view(@Param('examId', new IdPipe()) examId: string, @Param('copyId', new IdPipe()) copyId: string, @CallerOf() caller: Caller): Promise<PriorCopyView> {
    return this.copies.view(caller, examId, copyId);
  }

  @Get(':copyId/instances')
  async images(@Param('examId', new IdPipe()) examId: string, @Param('copyId', new IdPipe()) copyId: string, @Query('series') series: unknown, @CallerOf() caller: Caller): Promise<InstanceView[]> {
    await this.copies.copy(caller, examId, copyId);
    return imagesOfCopy(this.acts, copyId, typeof series === 'string' && series !== '' ? uidOf(series) : null);
  }

  /** The image as the archive gave it. */
  @Get(':copyId/instances/:sopUid')
  async object(@Param('examId', new IdPipe()) examId: string, @Param('copyId', new IdPipe()) copyId: string, @Param('sopUid') sopUid: string, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pixels.object(await this.copies.copy(caller, examId, copyId), examId, uidOf(sopUid), query, caller, request, response);
  }

  @Get(':copyId/instances/:sopUid/rendered')
  async rendered(@Param('examId', new IdPipe()) examId: string, @Param('copyId', new IdPipe()) copyId: string, @Param('sopUid') sopUid: string, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pixels.rendered(await this.copies.copy(caller, examId, copyId), examId, uidOf(sopUid), 1, query, caller, request, response);
  }

  @Get(':copyId/instances/:sopUid/frames/:frame/rendered')
  async renderedFrame(
    @Param('examId', new IdPipe()) examId: string, @Param('copyId', new IdPipe()) copyId: string, @Param('sopUid') sopUid: string, @Param('frame') frame: string, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response,
  ): Promise<void> {
    if (!/^[1-9]\d{0,8}$/.test(frame)) throw new Refusal(400, 'frames', 'One picture shows one frame: name it by its number, from 1.');
    await this.pixels.rendered(await this.copies.copy(caller, examId, copyId), examId, uidOf(sopUid), Number(frame), query, caller, request, response);
  }
}
