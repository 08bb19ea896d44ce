import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import { Needs } from '../../platform/http/ability';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { SETTINGS, type Settings } from '../../platform/settings/settings';
import { givable, parseAccept } from '../http/accept';
import { baseUrl, ROOT } from '../http/base-url';
import { targetOf } from '../retrieve/target';
import type { SearchLevel } from './attributes';
import { Search, type Within } from './search';
import { searchQuery } from './search-query';

type Query_ = Readonly<Record<string, unknown>>;
interface StudyPath { readonly study: string }
interface SeriesPath extends StudyPath { readonly series: string }

const TYPES = ['application/dicom+json', 'application/json'];

/** QIDO-RS: search for studies, series and instances (PS3.18 10.6). */
@Controller(ROOT)
@Needs('exam.list')
export class SearchController {
  constructor(@Inject(Search) private readonly search: Search, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('studies')
  studies(@Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('study', {}, query, caller, request, response);
  }

  @Get('series')
  series(@Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('series', {}, query, caller, request, response);
  }

  @Get('instances')
  instances(@Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('instance', {}, query, caller, request, response);
  }

  @Get('studies/:study/series')
  seriesOfStudy(@Param() path: StudyPath, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('series', targetOf(path, {}), query, caller, request, response);
  }

  @Get('studies/:study/instances')
  instancesOfStudy(@Param() path: StudyPath, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('instance', targetOf(path, {}), query, caller, request, response);
  }

  @Get('studies/:study/series/:series/instances')
  instancesOfSeries(@Param() path: SeriesPath, @Query() query: Query_, @CallerOf() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('instance', targetOf(path, {}), query, caller, request, response);
  }

  private async answer(level: SearchLevel, within: Within, query: Query_, caller: Caller, request: Request, response: Response): Promise<void> {
    if (givable(parseAccept(request.headers.accept, query['accept']), { types: TYPES, forms: ['single', 'multipart'] }).length === 0) {
      throw new Refusal(406, 'not-in-this-form', 'Search results are given as application/dicom+json.');
    }
    const base = baseUrl(request, this.settings);
    const wanted = searchQuery(query, level);
    const { results, remaining } = await this.search.find(level, within, wanted, caller, base);
    // texts of PS3.18 8.3.4.4 and 8.3.4.2
    const warnings = [
      ...(remaining > 0 ? [`299 ${base}: There are ${remaining} additional results that can be requested`] : []),
      ...(wanted.fuzzyAsked ? [`299 ${base}: The fuzzymatching parameter is not supported. Only literal matching has been performed.`] : []),
    ];
    if (warnings.length > 0) response.setHeader('Warning', warnings);
    response.setHeader('Content-Type', 'application/dicom+json');
    response.end(JSON.stringify(results));
  }
}
