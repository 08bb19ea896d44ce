import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { SavePlaybook, SettleTask, type FacilityTasks, type PlaybookView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../../platform/http/ability';
import { Checked, IdPipe } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { Playbooks } from './playbooks';

@Controller('api/v1')
export class PlaybooksController {
  constructor(private readonly playbooks: Playbooks) {}

  @Get('playbooks')
  @Needs('facility.read')
  all(): Promise<PlaybookView[]> {
    return this.playbooks.all();
  }

  @Put('playbooks')
  @Needs('facility.develop')
  async save(@Body(new Checked(SavePlaybook)) body: z.output<typeof SavePlaybook>, @CallerOf() caller: Caller): Promise<PlaybookView[]> {
    await this.playbooks.save(caller, body);
    return this.playbooks.all();
  }

  @Get('facilities/:id/tasks')
  @Needs('facility.read')
  tasks(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<FacilityTasks> {
    return this.playbooks.tasks(id, caller);
  }

  @Post('facilities/:id/tasks/apply')
  @HttpCode(200)
  @Needs('facility.develop')
  async apply(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<FacilityTasks> {
    await this.playbooks.apply(caller, id);
    return this.playbooks.tasks(id, caller);
  }

  @Post('facilities/:id/tasks/:taskId/settle')
  @HttpCode(200)
  @Needs('facility.develop', 'facility.connect')
  async settle(@Param('id', new IdPipe()) id: string, @Param('taskId', new IdPipe()) taskId: string, @Body(new Checked(SettleTask)) body: z.output<typeof SettleTask>, @CallerOf() caller: Caller): Promise<FacilityTasks> {
    await this.playbooks.settle(caller, id, taskId, body);
    return this.playbooks.tasks(id, caller);
  }
}
