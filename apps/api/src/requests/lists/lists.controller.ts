import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ListVersion, PauseList, SaveList, type StandingListDetail, type StandingListRow } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { StandingLists } from './lists';
import { ListReads } from './lists.read';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Lists of patients whose exams a clinic asks a partner for again each week. */
@Controller('api/v1/standing-lists')
export class ListsController {
  constructor(private readonly reads: ListReads, private readonly lists: StandingLists) {}

  @Get()
  @Needs('requestOut.create')
  all(@CallerOf() caller: Caller): Promise<StandingListRow[]> {
    return this.reads.all(caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('requestOut.create')
  async create(@Body(new Checked(SaveList)) body: In<typeof SaveList>, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.reads.detail(await this.lists.create(caller, body), caller);
  }

  @Get(':id')
  @Needs('requestOut.create')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.reads.detail(id, caller);
  }

  @Post(':id/edit')
  @HttpCode(200)
  @Needs('requestOut.create')
  edit(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveList)) body: In<typeof SaveList>, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.done(id, caller, this.lists.edit(caller, id, body));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Needs('requestOut.create')
  pause(@Param('id', new IdPipe()) id: string, @Body(new Checked(PauseList)) body: In<typeof PauseList>, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.done(id, caller, this.lists.pause(caller, id, body));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Needs('requestOut.create')
  resume(@Param('id', new IdPipe()) id: string, @Body(new Checked(ListVersion)) body: In<typeof ListVersion>, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.done(id, caller, this.lists.resume(caller, id, body));
  }

  @Post(':id/ask-now')
  @HttpCode(200)
  @Needs('requestOut.create')
  askNow(@Param('id', new IdPipe()) id: string, @Body(new Checked(ListVersion)) body: In<typeof ListVersion>, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.done(id, caller, this.lists.askNow(caller, id, body));
  }

  @Post(':id/take')
  @HttpCode(200)
  @Needs('requestOut.create')
  take(@Param('id', new IdPipe()) id: string, @Body(new Checked(ListVersion)) body: In<typeof ListVersion>, @CallerOf() caller: Caller): Promise<StandingListDetail> {
    return this.done(id, caller, this.lists.take(caller, id, body));
  }

  @Post(':id/end')
  @HttpCode(200)
  @Needs('requestOut.create')
  async end(@Param('id', new IdPipe()) id: string, @Body(new Checked(ListVersion)) body: In<typeof ListVersion>, @CallerOf() caller: Caller): Promise<StandingListRow[]> {
    await this.lists.end(caller, id, body);
    return this.reads.all(caller);
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<StandingListDetail> {
    await work;
    return this.reads.detail(id, caller);
  }
}
