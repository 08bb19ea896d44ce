import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ChangeEndpoint, DisableEndpoint, NewEndpoint, StartRun, VersionOnly, WithReason, type EndpointDetail, type EndpointRun, type FacilityConnections, type ProbeView, type TransportForm } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { notFound } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { EndpointList } from './endpoint.list';
import { EndpointMoves } from './endpoint.moves';
import { EndpointProbe } from './endpoint.probe';
import { Runs } from './runs';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Lines to partners and to our own systems: settings, tests, history. */
@Controller('api/v1')
export class EndpointController {
  constructor(private readonly list: EndpointList, private readonly moves: EndpointMoves, private readonly runs: Runs, private readonly probe: EndpointProbe) {}

  @Get('facilities/:id/connections')
  @Needs('facility.read')
  ofFacility(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<FacilityConnections> {
    return this.list.ofFacility(id, caller);
  }

  @Get('transports')
  @Needs('endpoint.configure', 'endpoint.test')
  forms(): TransportForm[] {
    return this.list.forms();
  }

  @Post('endpoints')
  @HttpCode(201)
  @Needs('endpoint.configure')
  async create(@Body(new Checked(NewEndpoint)) body: In<typeof NewEndpoint>, @CallerOf() caller: Caller): Promise<EndpointDetail> {
    return this.list.detail(await this.moves.create(caller, body), caller);
  }

  @Get('endpoints/:id')
  @Needs('facility.read')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<EndpointDetail> {
    return this.list.detail(id, caller);
  }

  @Post('endpoints/:id/change')
  @HttpCode(200)
  @Needs('endpoint.configure')
  change(@Param('id', new IdPipe()) id: string, @Body(new Checked(ChangeEndpoint)) body: In<typeof ChangeEndpoint>, @CallerOf() caller: Caller): Promise<EndpointDetail> {
    return this.done(id, caller, this.moves.change(caller, id, body));
  }

  @Post('endpoints/:id/disable')
  @HttpCode(200)
  @Needs('endpoint.configure')
  disable(@Param('id', new IdPipe()) id: string, @Body(new Checked(DisableEndpoint)) body: In<typeof DisableEndpoint>, @CallerOf() caller: Caller): Promise<EndpointDetail> {
    return this.done(id, caller, this.moves.disable(caller, id, body));
  }

  @Post('endpoints/:id/enable')
  @HttpCode(200)
  @Needs('endpoint.configure')
  enable(@Param('id', new IdPipe()) id: string, @Body(new Checked(VersionOnly)) body: In<typeof VersionOnly>, @CallerOf() caller: Caller): Promise<EndpointDetail> {
    return this.done(id, caller, this.moves.enable(caller, id, body.version));
  }

  @Post('endpoints/:id/remove')
  @HttpCode(200)
  @Needs('endpoint.configure')
  remove(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: In<typeof WithReason>, @CallerOf() caller: Caller): Promise<EndpointDetail> {
    return this.done(id, caller, this.moves.remove(caller, id, body.version, body.reason));
  }

  @Post('endpoints/:id/probe')
  @HttpCode(200)
  @Needs('endpoint.test')
  climb(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ProbeView> {
    return this.probe.climb(id, caller);
  }

  /** Starts a test; its rungs are read from the run while it is climbed. */
  @Post('endpoints/:id/runs')
  @HttpCode(202)
  @Needs('endpoint.test')
  async test(@Param('id', new IdPipe()) id: string, @Body(new Checked(StartRun)) body: In<typeof StartRun>, @CallerOf() caller: Caller): Promise<EndpointRun> {
    return this.found(id, await this.moves.startTest(caller, id, body.send));
  }

  @Get('endpoints/:id/runs/:runId')
  @Needs('facility.read')
  async run(@Param('id', new IdPipe()) id: string, @Param('runId', new IdPipe()) runId: string, @CallerOf() caller: Caller): Promise<EndpointRun> {
    await this.list.detail(id, caller);
    return this.found(id, runId);
  }

  private async found(id: string, runId: string): Promise<EndpointRun> {
    const run = await this.runs.one(id, runId);
    if (!run) throw notFound('test');
    return run;
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<EndpointDetail> {
    await work;
    return this.list.detail(id, caller);
  }
}
