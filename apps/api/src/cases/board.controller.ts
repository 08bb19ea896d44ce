import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { OpenBoard, type BoardAgenda, type BoardView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Boards } from './boards';

@Controller('api/v1/boards')
export class BoardController {
  constructor(private readonly boards: Boards) {}

  @Get()
  @Needs('case.work', 'case.decide')
  coming(@CallerOf() caller: Caller): Promise<BoardView[]> {
    return this.boards.coming(caller);
  }

  @Post()
  @HttpCode(201)
  @Needs('case.work')
  async open(@Body(new Checked(OpenBoard)) body: z.output<typeof OpenBoard>, @CallerOf() caller: Caller): Promise<BoardAgenda> {
    return this.boards.agenda(await this.boards.open(caller, body), caller);
  }

  @Get(':id')
  @Needs('case.work', 'case.decide')
  agenda(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<BoardAgenda> {
    return this.boards.agenda(id, caller);
  }
}
