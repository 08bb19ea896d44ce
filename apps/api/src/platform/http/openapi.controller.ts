import { Controller, Get, Inject } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { IMPLEMENTATION } from '../implementation';
import { SETTINGS, type Settings } from '../settings/settings';
import { SignedIn } from './ability';
import { openApiOf } from './openapi';
import type { Json } from './openapi-schemas';
import { checkRoutes } from './route-check';

/** GET /api/openapi.json: every route of this process, for people and clients that are let in at all. */
@Controller('api/openapi.json')
export class OpenApiController {
  private document: Json | null = null;

  constructor(private readonly modules: ModulesContainer, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get()
  @SignedIn()
  read(): Json {
    this.document ??= openApiOf(checkRoutes(this.modules), { name: this.settings.SITE_NAME, version: IMPLEMENTATION.versionName });
    return this.document;
  }
}
