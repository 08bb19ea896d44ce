import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { AcceptMatch, DismissCandidate, OverrideMatch, PatientQuery, ReasonText, Unlink, Version, VersionOnly, WithReason, type BlastList, type CandidateView, type MatchDetail, type PatientHit } from '@causeway/contracts';
import * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { ReadsOnly } from '../platform/http/answered';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { MatchDetails } from './match.detail';
import { MatchMoves } from './match.moves';
import { PatientSearch } from './patient.search';

const AskRegistration = z.object({ version: Version, reason: z.optional(ReasonText) });
type In<T extends z.ZodMiniType> = z.output<T>;

/** Whose exam is it: the side-by-side and what people do with it. Every command answers with the side-by-side as it is afterwards. */
@Controller('api/v1')
export class MatchController {
  constructor(private readonly details: MatchDetails, private readonly moves: MatchMoves, private readonly search: PatientSearch) {}

  @Get('exams/:id/match')
  @Needs('exam.list', 'match.accept')
  ofExam(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.details.ofExam(id, caller);
  }

  @Post('patients/search')
  @HttpCode(200)
  @ReadsOnly()
  @Needs('match.accept')
  patients(@Body(new Checked(PatientQuery)) query: In<typeof PatientQuery>, @CallerOf() caller: Caller): Promise<PatientHit[]> {
    return this.search.find(query, caller);
  }

  /** GET /matches/:id/compare/:patient: the side-by-side with a patient who is not among the candidates. */
  @Get('matches/:id/compare/:patient')
  @Needs('match.accept')
  compare(@Param('id', new IdPipe()) id: string, @Param('patient', new IdPipe()) patientId: string, @CallerOf() caller: Caller): Promise<CandidateView> {
    return this.details.compare(id, patientId, caller);
  }

  @Get('matches/:id/blast-list')
  @Needs('match.unlink')
  blastList(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<BlastList> {
    return this.details.blastList(id, caller);
  }

  @Post('matches/:id/accept')
  @HttpCode(200)
  @Needs('match.accept')
  accept(@Param('id', new IdPipe()) id: string, @Body(new Checked(AcceptMatch)) body: In<typeof AcceptMatch>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.accept(caller, id, body));
  }

  @Post('matches/:id/dismiss')
  @HttpCode(200)
  @Needs('match.accept')
  dismiss(@Param('id', new IdPipe()) id: string, @Body(new Checked(DismissCandidate)) body: In<typeof DismissCandidate>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.dismiss(caller, id, body));
  }

  @Post('matches/:id/override')
  @HttpCode(200)
  @Needs('match.override')
  override(@Param('id', new IdPipe()) id: string, @Body(new Checked(OverrideMatch)) body: In<typeof OverrideMatch>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.override(caller, id, body));
  }

  @Post('matches/:id/ask-second')
  @HttpCode(200)
  @Needs('match.override')
  askSecond(@Param('id', new IdPipe()) id: string, @Body(new Checked(OverrideMatch)) body: In<typeof OverrideMatch>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.askSecond(caller, id, body));
  }

  @Post('matches/:id/confirm-second')
  @HttpCode(200)
  @Needs('match.confirm')
  confirmSecond(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.confirmSecond(caller, id, body.version));
  }

  @Post('matches/:id/decline-second')
  @HttpCode(200)
  @Needs('match.confirm')
  declineSecond(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.declineSecond(caller, id, body));
  }

  @Post('matches/:id/ask-registration')
  @HttpCode(200)
  @Needs('match.register')
  askRegistration(@Param('id', new IdPipe()) id: string, @Body(new Checked(AskRegistration)) body: In<typeof AskRegistration>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.askRegistration(caller, id, body.version, body.reason ?? null));
  }

  @Post('matches/:id/refresh')
  @HttpCode(200)
  @Needs('match.accept')
  refresh(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.refresh(caller, id));
  }

  @Post('matches/:id/question')
  @HttpCode(200)
  @Needs('match.unlink')
  question(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.question(caller, id, body));
  }

  @Post('matches/:id/unlink')
  @HttpCode(200)
  @Needs('match.unlink')
  unlink(@Param('id', new IdPipe()) id: string, @Body(new Checked(Unlink)) body: In<typeof Unlink>, @CallerOf() caller: Caller): Promise<MatchDetail> {
    return this.done(id, caller, this.moves.unlink(caller, id, body));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<MatchDetail> {
    await work;
    return this.details.ofMatch(id, caller);
  }
}
