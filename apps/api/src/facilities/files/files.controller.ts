import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { FacilityImport, type ImportReport } from '@causeway/contracts';
import type { Response } from 'express';
import { Needs } from '../../platform/http/ability';
import { Checked } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { DirectoryFiles } from './take';

/** The directory of partners as a file. */
@Controller('api/v1/facilities')
export class DirectoryFilesController {
  constructor(private readonly files: DirectoryFiles) {}

  @Get('export.csv')
  @Needs('facility.develop')
  async csv(@CallerOf() caller: Caller, @Res() response: Response): Promise<void> {
    response.status(200).set({ 'Content-Security-Policy': 'sandbox' }).attachment('facilities.csv').type('text/csv').send(await this.files.give(caller, 'csv'));
  }

  @Get('export.json')
  @Needs('facility.develop')
  async bundle(@CallerOf() caller: Caller, @Res() response: Response): Promise<void> {
    response.status(200).set({ 'Content-Security-Policy': 'sandbox' }).attachment('facilities-mcsd.json').type('application/fhir+json').send(await this.files.give(caller, 'mcsd'));
  }

  @Post('import')
  @HttpCode(200)
  @Needs('facility.develop')
  take(@Body(new Checked(FacilityImport)) body: FacilityImport, @CallerOf() caller: Caller): Promise<ImportReport> {
    return this.files.take(caller, body);
  }
}
