import { Body, Controller, Get, Header, Put, Query } from '@nestjs/common';
import { SaveRates, ValueQuery, ValueRowQuery, type ValueRates, type ValueReport, type ValueRowPage } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { Needs } from '../platform/http/ability';
import { Checked } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Rates } from './rates';
import { ValueReports } from './report';
import { ValueRows } from './rows';

type In<T extends z.ZodMiniType> = z.output<T>;

/** What exchanging is worth: the value ledger by month and partner, the rows behind each number, and the rates money is reckoned with. */
@Controller('api/v1')
export class ValuesController {
  constructor(private readonly reports: ValueReports, private readonly rows: ValueRows, private readonly rates: Rates) {}

  @Get('values')
  @Needs('insights.read')
  report(@Query(new Checked(ValueQuery)) query: In<typeof ValueQuery>, @CallerOf() caller: Caller): Promise<ValueReport> {
    return this.reports.report(query, caller);
  }

  @Get('values/rows')
  @Needs('insights.read')
  page(@Query(new Checked(ValueRowQuery)) query: In<typeof ValueRowQuery>, @CallerOf() caller: Caller): Promise<ValueRowPage> {
    return this.rows.page(query, caller);
  }

  @Get('values.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="values.csv"')
  @Needs('insights.read')
  csv(@Query(new Checked(ValueQuery)) query: In<typeof ValueQuery>, @CallerOf() caller: Caller): Promise<string> {
    return this.rows.csv(query, caller);
  }

  @Get('value-rates')
  @Needs('insights.read', 'settings.change')
  current(@CallerOf() caller: Caller): Promise<ValueRates> {
    return this.rates.current(caller);
  }

  @Put('value-rates')
  @Needs('settings.change')
  save(@Body(new Checked(SaveRates)) body: In<typeof SaveRates>, @CallerOf() caller: Caller): Promise<ValueRates> {
    return this.rates.save(caller, body);
  }
}
