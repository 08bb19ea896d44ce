import { Body, Controller, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { AddDocument, EndAgreement, LogActivity, SaveAgreement, SaveContact, SignAgreement, TrustCertificate, Version, WithdrawCertificate, type FacilityDetail } from '@causeway/contracts';
import type { Response } from 'express';
import * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Agreements } from './agreements';
import { FacilityCertificates } from './certificates';
import { FacilityContacts } from './contacts';
import { FacilityDocuments } from './documents';
import { FacilityDetails } from './facility.detail';

const ChangeAgreement = z.extend(SaveAgreement, { version: Version });

/** What is written about a partner: people, talks, agreements and papers. */
@Controller('api/v1/facilities/:id')
export class PartnerBookController {
  constructor(private readonly details: FacilityDetails, private readonly contacts: FacilityContacts, private readonly agreements: Agreements, private readonly documents: FacilityDocuments, private readonly certificates: FacilityCertificates) {}

  @Post('contacts')
  @HttpCode(201)
  @Needs('facility.develop')
  addContact(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveContact)) body: SaveContact, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.contacts.save(caller, id, null, body));
  }

  @Put('contacts/:contactId')
  @Needs('facility.develop')
  saveContact(@Param('id', new IdPipe()) id: string, @Param('contactId', new IdPipe()) contactId: string, @Body(new Checked(SaveContact)) body: SaveContact, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.contacts.save(caller, id, contactId, body));
  }

  @Post('contacts/:contactId/end')
  @HttpCode(200)
  @Needs('facility.develop')
  endContact(@Param('id', new IdPipe()) id: string, @Param('contactId', new IdPipe()) contactId: string, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.contacts.end(caller, id, contactId));
  }

  @Post('activities')
  @HttpCode(201)
  @Needs('facility.develop')
  log(@Param('id', new IdPipe()) id: string, @Body(new Checked(LogActivity)) body: LogActivity, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.contacts.log(caller, id, body));
  }

  @Post('agreements')
  @HttpCode(201)
  @Needs('facility.develop')
  addAgreement(@Param('id', new IdPipe()) id: string, @Body(new Checked(SaveAgreement)) body: SaveAgreement, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.agreements.save(caller, id, null, body));
  }

  @Put('agreements/:agreementId')
  @Needs('facility.develop')
  saveAgreement(@Param('id', new IdPipe()) id: string, @Param('agreementId', new IdPipe()) agreementId: string, @Body(new Checked(ChangeAgreement)) body: z.output<typeof ChangeAgreement>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.agreements.save(caller, id, agreementId, body));
  }

  @Post('agreements/:agreementId/sign')
  @HttpCode(200)
  @Needs('facility.develop')
  sign(@Param('id', new IdPipe()) id: string, @Param('agreementId', new IdPipe()) agreementId: string, @Body(new Checked(SignAgreement)) body: z.output<typeof SignAgreement>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.agreements.sign(caller, id, agreementId, body));
  }

  @Post('agreements/:agreementId/end')
  @HttpCode(200)
  @Needs('facility.develop')
  endAgreement(@Param('id', new IdPipe()) id: string, @Param('agreementId', new IdPipe()) agreementId: string, @Body(new Checked(EndAgreement)) body: z.output<typeof EndAgreement>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.agreements.end(caller, id, agreementId, body));
  }

  @Post('documents')
  @HttpCode(201)
  @Needs('facility.develop')
  addDocument(@Param('id', new IdPipe()) id: string, @Body(new Checked(AddDocument)) body: AddDocument, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.documents.add(caller, id, body));
  }

  @Get('documents/:documentId')
  @Needs('facility.read')
  async document(@Param('id', new IdPipe()) id: string, @Param('documentId', new IdPipe()) documentId: string, @CallerOf() caller: Caller, @Res() response: Response): Promise<void> {
    const { fileName, bytes } = await this.documents.content(caller, id, documentId);
    response.status(200).set({ 'Content-Type': 'application/octet-stream', 'Content-Security-Policy': 'sandbox' }).attachment(fileName).type('application/octet-stream').end(bytes);
  }

  @Post('documents/:documentId/remove')
  @HttpCode(200)
  @Needs('facility.develop')
  removeDocument(@Param('id', new IdPipe()) id: string, @Param('documentId', new IdPipe()) documentId: string, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.documents.remove(caller, id, documentId));
  }

  @Post('certificates/:certificateId/trust')
  @HttpCode(200)
  @Needs('endpoint.configure')
  trust(@Param('id', new IdPipe()) id: string, @Param('certificateId', new IdPipe()) certificateId: string, @Body(new Checked(TrustCertificate)) body: z.output<typeof TrustCertificate>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.certificates.trust(caller, id, certificateId, body));
  }

  @Post('certificates/:certificateId/withdraw')
  @HttpCode(200)
  @Needs('endpoint.configure')
  withdraw(@Param('id', new IdPipe()) id: string, @Param('certificateId', new IdPipe()) certificateId: string, @Body(new Checked(WithdrawCertificate)) body: z.output<typeof WithdrawCertificate>, @CallerOf() caller: Caller): Promise<FacilityDetail> {
    return this.after(id, caller, this.certificates.withdraw(caller, id, certificateId, body));
  }

  private async after(id: string, caller: Caller, work: Promise<void>): Promise<FacilityDetail> {
    await work;
    return this.details.detail(id, caller);
  }
}
