import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { WithReason } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { TransferMoves } from './transfer.moves';

@Controller('api/v1/transfers')
export class TransferController {
  constructor(private readonly moves: TransferMoves) {}

  @Post(':id/retry')
  @HttpCode(204)
  @Needs('transfer.retry')
  retry(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<void> {
    return this.moves.retry(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Needs('transfer.cancel')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(WithReason)) body: z.output<typeof WithReason>, @CallerOf() caller: Caller): Promise<void> {
    return this.moves.cancel(caller, id, body.reason);
  }
}
