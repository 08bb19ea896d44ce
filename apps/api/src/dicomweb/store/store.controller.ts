import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import { Needs } from '../../platform/http/ability';
import { NotOnce } from '../../platform/http/answered';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { ROOT } from '../http/base-url';
import { HandOn } from './hand-on';

/** STOW-RS: takes objects (PS3.18 10.5). A receiver reads them and says what became of each. */
@Controller(ROOT)
@Needs('inbound.receive')
export class StoreController {
  constructor(@Inject(HandOn) private readonly receiver: HandOn) {}

  @Post(['studies', 'studies/:study'])
  @NotOnce()
  store(@CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (caller.principal.kind !== 'client') throw new Refusal(403, 'token-needed', 'Objects are handed over by systems, with the token of their connection.');
    return this.receiver.pass(request, response);
  }
}
