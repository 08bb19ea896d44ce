import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { NewLaunch, OpenLaunch, type Launched, type LaunchMade } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs, SignedIn } from '../platform/http/ability';
import { NotOnce } from '../platform/http/answered';
import { Checked } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Launches } from './launches';

@Controller('api/v1/launches')
export class LaunchController {
  constructor(private readonly launches: Launches) {}

  @Post()
  @NotOnce()
  @Needs('requestOut.create')
  make(@Body(new Checked(NewLaunch)) body: z.output<typeof NewLaunch>, @CallerOf() caller: Caller): Promise<LaunchMade> {
    return this.launches.make(caller, body);
  }

  @Post('open')
  @HttpCode(200)
  @NotOnce()
  @SignedIn()
  open(@Body(new Checked(OpenLaunch)) body: z.output<typeof OpenLaunch>, @CallerOf() caller: Caller): Promise<Launched> {
    return this.launches.open(caller, body);
  }
}
