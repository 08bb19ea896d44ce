import { All, Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { AttachDocument, NewParcel, type ParcelDetail, type ParcelPage } from '@causeway/contracts';
import type { Response } from 'express';
import type * as z from 'zod/mini';
import { notFound } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import type { CalledRequest } from '../platform/http/guard';
import { ParcelDetails } from './detail';
import { Documents } from './documents';
import { Parcels } from './parcels';
import { Uploads } from './uploads';

function numberOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw notFound('document');
  return Number(text);
}

/** Discs, folders and archives that people bring: announced, uploaded so that it can be continued, read by the worker, looked at. */
@Controller('api/v1/parcels')
@Needs('link.issue')
export class ParcelController {
  constructor(private readonly parcels: Parcels, private readonly details: ParcelDetails, private readonly uploads: Uploads, private readonly documents: Documents) {}

  @Get()
  page(@CallerOf() caller: Caller): Promise<ParcelPage> {
    return this.parcels.page(caller);
  }

  @Post()
  async announce(@Body(new Checked(NewParcel)) wish: z.output<typeof NewParcel>, @CallerOf() caller: Caller): Promise<ParcelDetail> {
    const id = await this.parcels.announce(wish, caller);
    await this.uploads.begin(id, wish.bytes);
    return this.details.detail(id, caller);
  }

  @Get(':id')
  one(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ParcelDetail> {
    return this.details.detail(id, caller);
  }

  @All(':id/bytes')
  bytes(@Param('id', new IdPipe()) id: string, @Req() request: CalledRequest, @Res() response: Response, @CallerOf() caller: Caller): Promise<void> {
    return this.uploads.handle(id, request, response, async () => {
      const row = await this.parcels.one(id, caller);
      return { actor: caller.actor, row: row.made_by === caller.id ? row : null };
    });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  async cancel(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ParcelDetail> {
    await this.parcels.cancel(id, caller.actor, (row) => row.made_by === caller.id);
    return this.details.detail(id, caller);
  }

  /** As it came. Always saved, never shown by the browser: it may be anything. */
  @Get(':id/documents/:n')
  async document(@Param('id', new IdPipe()) id: string, @Param('n') n: string, @Res() response: Response, @CallerOf() caller: Caller): Promise<void> {
    await this.parcels.one(id, caller);
    const { type, bytes } = await this.documents.open(id, numberOf(n), caller);
    const suffix = type.split('/')[1]?.replace('plain', 'txt').replace('jpeg', 'jpg').replace('msword', 'doc') ?? 'bin';
    response.status(200).set({ 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename="document-${numberOf(n)}.${suffix}"`, 'Content-Security-Policy': 'sandbox' }).end(bytes);
  }

  @Post(':id/documents/:n/attach')
  @HttpCode(200)
  @Needs('inbound.check')
  async attach(@Param('id', new IdPipe()) id: string, @Param('n') n: string, @Body(new Checked(AttachDocument)) body: z.output<typeof AttachDocument>, @CallerOf() caller: Caller): Promise<ParcelDetail> {
    await this.parcels.one(id, caller);
    await this.documents.attach(id, numberOf(n), body.examId, caller);
    return this.details.detail(id, caller);
  }
}
