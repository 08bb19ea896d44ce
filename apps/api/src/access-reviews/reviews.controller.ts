import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { DecideAccess, StartAccessReview, type AccessReviewDetail, type AccessReviewRow } from '@causeway/contracts';
import type { Response } from 'express';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { AccessReviews } from './reviews';
import { AccessReviewList } from './reviews.list';

/** Access reviews: who still should hold which role. */
@Controller('api/v1/access-reviews')
@Needs('people.review')
export class AccessReviewController {
  constructor(private readonly reviews: AccessReviews, private readonly list: AccessReviewList) {}

  @Get()
  all(@CallerOf() caller: Caller): Promise<AccessReviewRow[]> {
    return this.list.all(caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('people.manage')
  async start(@Body(new Checked(StartAccessReview)) body: z.output<typeof StartAccessReview>, @CallerOf() caller: Caller): Promise<AccessReviewDetail> {
    return this.list.one(await this.reviews.start(caller, body), caller);
  }

  @Get(':id')
  one(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<AccessReviewDetail> {
    return this.list.one(id, caller);
  }

  @Get(':id/evidence.csv')
  async evidence(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller, @Res() response: Response): Promise<void> {
    const csv = await this.list.evidence(id, caller);
    response.status(200).set({ 'Content-Security-Policy': 'sandbox' }).attachment('access-review.csv').type('text/csv').send(csv);
  }

  @Post(':id/items/:item/decide')
  @HttpCode(200)
  async decide(@Param('id', new IdPipe()) id: string, @Param('item', new IdPipe()) item: string, @Body(new Checked(DecideAccess)) body: z.output<typeof DecideAccess>, @CallerOf() caller: Caller): Promise<AccessReviewDetail> {
    await this.reviews.decide(caller, id, item, body);
    return this.list.one(id, caller);
  }
}
