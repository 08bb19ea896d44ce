import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  BulkTransfers, ExcludeInstances, PauseTransfer, Prioritise, Reroute, RetryTransfer, TransferQuery, type BulkTransferResult, type LineView, type TransferDetail, type TransferPage,
} from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { TransferDetails } from './transfer.detail';
import { TransferLanes } from './transfer.lanes';
import { TransferList } from './transfer.list';
import { TransferMoves } from './transfer.moves';

type In<T extends z.ZodMiniType> = z.output<T>;

/** Every movement, image by image. Commands on one answer with it as it is afterwards. */
@Controller('api/v1/transfers')
export class TransferController {
  constructor(private readonly list: TransferList, private readonly details: TransferDetails, private readonly lanes: TransferLanes, private readonly moves: TransferMoves) {}

  @Get()
  @Needs('exam.list')
  page(@Query(new Checked(TransferQuery)) query: In<typeof TransferQuery>, @CallerOf() caller: Caller): Promise<TransferPage> {
    return this.list.page(query, caller);
  }

  @Get('lines')
  @Needs('exam.list')
  lines(@CallerOf() caller: Caller): Promise<LineView[]> {
    return this.lanes.lanes(caller);
  }

  @Post('act')
  @HttpCode(200)
  @Needs('transfer.retry', 'transfer.pause', 'transfer.cancel', 'transfer.prioritise')
  act(@Body(new Checked(BulkTransfers)) body: In<typeof BulkTransfers>, @CallerOf() caller: Caller): Promise<BulkTransferResult> {
    return this.moves.bulk(caller, body);
  }

  @Get(':id')
  @Needs('exam.list')
  detail(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.details.detail(id, caller);
  }

  @Get(':id/ledger.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="ledger.csv"')
  @Needs('exam.list')
  csv(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<string> {
    return this.details.csv(id, caller);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Needs('transfer.retry')
  retry(@Param('id', new IdPipe()) id: string, @Body(new Checked(RetryTransfer)) body: In<typeof RetryTransfer>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.done(id, caller, this.moves.retry(caller, id, body.version));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Needs('transfer.pause')
  pause(@Param('id', new IdPipe()) id: string, @Body(new Checked(PauseTransfer)) body: In<typeof PauseTransfer>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.done(id, caller, this.moves.pause(caller, id, body.reason, body.version));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Needs('transfer.pause')
  resume(@Param('id', new IdPipe()) id: string, @Body(new Checked(RetryTransfer)) body: In<typeof RetryTransfer>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.done(id, caller, this.moves.resume(caller, id, body.version));
  }

  @Post(':id/prioritise')
  @HttpCode(200)
  @Needs('transfer.prioritise')
  prioritise(@Param('id', new IdPipe()) id: string, @Body(new Checked(Prioritise)) body: In<typeof Prioritise>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.done(id, caller, this.moves.prioritise(caller, id, body.priority, body.version));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Needs('transfer.cancel')
  cancel(@Param('id', new IdPipe()) id: string, @Body(new Checked(PauseTransfer)) body: In<typeof PauseTransfer>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.done(id, caller, this.moves.cancel(caller, id, body.reason, body.version));
  }

  /** Answers the movement that takes over. */
  @Post(':id/reroute')
  @HttpCode(200)
  @Needs('transfer.cancel')
  async reroute(@Param('id', new IdPipe()) id: string, @Body(new Checked(Reroute)) body: In<typeof Reroute>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.details.detail(await this.moves.reroute(caller, id, body.endpointId, body.reason, body.version), caller);
  }

  @Post(':id/exclude')
  @HttpCode(200)
  @Needs('transfer.exclude')
  exclude(@Param('id', new IdPipe()) id: string, @Body(new Checked(ExcludeInstances)) body: In<typeof ExcludeInstances>, @CallerOf() caller: Caller): Promise<TransferDetail> {
    return this.done(id, caller, this.moves.exclude(caller, id, body.sopUids, body.reason));
  }

  private async done(id: string, caller: Caller, work: Promise<void>): Promise<TransferDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
