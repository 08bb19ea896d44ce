import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Id, ReasonText, Version, VersionOnly, WithReason, type RecallView, type RegistrationView } from '@causeway/contracts';
import * as z from 'zod/mini';
import { notFound } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { IdentityLists } from './lists';
import { RecallMoves } from './recall.moves';
import { RegistrationMoves } from './registration.moves';

const Complete = z.object({ version: Version, patientId: Id, dutyReason: z.optional(ReasonText) });
const Decline = z.object({ version: Version, reason: ReasonText, dutyReason: z.optional(ReasonText) });
const Confirm = z.object({ version: Version, proof: ReasonText });
const OfExam = z.object({ examId: z.optional(Id) });
type In<T extends z.ZodMiniType> = z.output<T>;

/** Registrations asked for, and recalls: what follows before and after a match. */
@Controller('api/v1')
export class FollowUpController {
  constructor(private readonly lists: IdentityLists, private readonly registrations: RegistrationMoves, private readonly recalls: RecallMoves) {}

  @Get('registrations')
  @Needs('registration.ask', 'registration.complete')
  registrationList(@CallerOf() caller: Caller): Promise<RegistrationView[]> {
    return this.lists.registrations(caller);
  }

  @Post('registrations/:id/complete')
  @HttpCode(200)
  @Needs('registration.complete')
  complete(@Param('id', new IdPipe()) id: string, @Body(new Checked(Complete)) body: In<typeof Complete>, @CallerOf() caller: Caller): Promise<RegistrationView> {
    return this.registration(id, caller, this.registrations.complete(caller, id, body.version, body.patientId, body.dutyReason));
  }

  @Post('registrations/:id/decline')
  @HttpCode(200)
  @Needs('registration.complete')
  decline(@Param('id', new IdPipe()) id: string, @Body(new Checked(Decline)) body: In<typeof Decline>, @CallerOf() caller: Caller): Promise<RegistrationView> {
    return this.registration(id, caller, this.registrations.decline(caller, id, body.version, body.reason, body.dutyReason));
  }

  @Post('registrations/:id/cancel')
  @HttpCode(200)
  @Needs('registration.ask')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RegistrationView> {
    return this.registration(id, caller, this.registrations.cancel(caller, id, body.version, body.reason));
  }

  @Get('recalls')
  @Needs('exam.list')
  recallList(@Query(new Checked(OfExam)) query: In<typeof OfExam>, @CallerOf() caller: Caller): Promise<RecallView[]> {
    return this.lists.recalls(caller, query.examId ?? null);
  }

  @Post('recalls/:id/ask')
  @HttpCode(200)
  @Needs('inbound.recall')
  ask(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<RecallView> {
    return this.recall(id, caller, this.recalls.ask(caller, id, body.version));
  }

  @Post('recalls/:id/confirm')
  @HttpCode(200)
  @Needs('inbound.recall')
  confirm(@Param('id', new IdPipe()) id: string, @Body(new Checked(Confirm)) body: In<typeof Confirm>, @CallerOf() caller: Caller): Promise<RecallView> {
    return this.recall(id, caller, this.recalls.confirm(caller, id, body.version, body.proof));
  }

  @Post('recalls/:id/waive')
  @HttpCode(200)
  @Needs('recall.waive')
  waive(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<RecallView> {
    return this.recall(id, caller, this.recalls.waive(caller, id, body.version, body.reason));
  }

  private async registration(id: string, caller: Caller, work: Promise<void>): Promise<RegistrationView> {
    await work;
    return first(await this.lists.registrations(caller, id), 'registration');
  }

  private async recall(id: string, caller: Caller, work: Promise<void>): Promise<RecallView> {
    await work;
    return first(await this.lists.recalls(caller, null, id), 'recall');
  }
}

function first<T>(rows: readonly T[], what: string): T {
  const [row] = rows;
  if (!row) throw notFound(what);
  return row;
}
