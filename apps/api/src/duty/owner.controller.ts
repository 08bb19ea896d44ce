import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AnswerHandover, HandoverItem, OfferHandover, OwnerQuery, TaskQuery, type HandoverView, type OwnerView, type PersonRef, type TaskPage } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { Needs, SignedIn } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Handovers } from './handovers';
import type { OwnershipRow } from './ownership';
import { Tasks } from './tasks';

type In<T extends z.ZodMiniType> = z.output<T>;

/** In whose hands open tasks are, and handing them on. */
@Controller('api/v1')
export class OwnerController {
  constructor(private readonly acts: Acts, private readonly handovers: Handovers, private readonly tasks: Tasks) {}

  @Get('ownership')
  @Needs('exam.list', 'requestOut.create', 'requestIn.answer', 'registration.complete')
  async owner(@Query(new Checked(OwnerQuery)) query: In<typeof OwnerQuery>, @CallerOf() caller: Caller): Promise<OwnerView> {
    const [row] = await this.acts.read<OwnershipRow>('select * from ownership where item_kind = $1 and item_id = $2 and facility_ids && $3::uuid[]', [query.kind, query.id, caller.principal.facilities]);
    if (!row) throw notFound('open task');
    const people = await this.acts.read<PersonRef>('select id, name, initials, title from person where id = any($1::uuid[]) order by name', [row.people]);
    return { by: row.by, role: row.role, people, gap: row.gap, because: row.because, decisionId: row.decision_id, since: row.since.toISOString() };
  }

  @Get('ownership/tasks')
  @Needs('exam.list', 'requestOut.create', 'requestIn.answer', 'registration.complete', 'duty.plan')
  all(@Query(new Checked(TaskQuery)) query: In<typeof TaskQuery>, @CallerOf() caller: Caller): Promise<TaskPage> {
    return this.tasks.page(query, caller);
  }

  /** Who could take a task: what a dialog offers to choose from. */
  @Get('handovers/colleagues')
  @Needs('handover.offer')
  colleagues(@Query(new Checked(HandoverItem)) query: In<typeof HandoverItem>, @CallerOf() caller: Caller): Promise<PersonRef[]> {
    return this.handovers.colleagues(caller, query.kind, query.id);
  }

  @Get('handovers')
  @SignedIn()
  open(@CallerOf() caller: Caller): Promise<HandoverView[]> {
    return this.handovers.open(caller);
  }

  @Post('handovers')
  @HttpCode(201)
  @Needs('handover.offer')
  async offer(@Body(new Checked(OfferHandover)) body: In<typeof OfferHandover>, @CallerOf() caller: Caller): Promise<{ id: string }> {
    return { id: await this.handovers.offer(caller, body) };
  }

  @Post('handovers/:id/accept')
  @HttpCode(204)
  @Needs('handover.answer')
  accept(@Param('id', new IdPipe()) id: string, @Body(new Checked(AnswerHandover)) body: In<typeof AnswerHandover>, @CallerOf() caller: Caller): Promise<void> {
    return this.handovers.accept(caller, id, body);
  }

  @Post('handovers/:id/decline')
  @HttpCode(204)
  @Needs('handover.answer')
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(AnswerHandover)) body: In<typeof AnswerHandover>, @CallerOf() caller: Caller): Promise<void> {
    return this.handovers.decline(caller, id, body);
  }

  @Post('handovers/:id/cancel')
  @HttpCode(204)
  @Needs('handover.offer')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(AnswerHandover)) body: In<typeof AnswerHandover>, @CallerOf() caller: Caller): Promise<void> {
    return this.handovers.cancel(caller, id, body);
  }
}
