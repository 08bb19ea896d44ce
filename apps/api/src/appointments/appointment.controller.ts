import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { VisitQuery, type CaseDetail, type VisitBoard } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { CaseDetails } from '../cases/case.detail';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { VisitBoards } from './board';

@Controller('api/v1/appointments')
export class AppointmentController {
  constructor(private readonly boards: VisitBoards, private readonly cases: CaseDetails) {}

  @Get()
  @Needs('case.work')
  board(@Query(new Checked(VisitQuery)) query: z.output<typeof VisitQuery>, @CallerOf() caller: Caller): Promise<VisitBoard> {
    return this.boards.board(query, caller);
  }

  @Post(':id/case')
  @HttpCode(201)
  @Needs('case.work')
  async review(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<CaseDetail> {
    return this.cases.detail(await this.boards.review(caller, id), caller);
  }
}
