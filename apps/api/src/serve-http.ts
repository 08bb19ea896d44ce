import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { HttpModule } from './http.module';
import { traced } from './platform/acts/acts';
import { bodyLimit, JSON_BYTES, JSON_TYPES } from './platform/http/body-limit';
import { lasting, packedFiles } from './platform/http/packed-files';
import { patience } from './platform/http/patience';
import { checkRoutes } from './platform/http/route-check';
import { securityHeaders, sameSiteOnly } from './platform/http/security';
import type { Logger } from './platform/log';
import type { Settings } from './platform/settings/settings';
import { EventStream } from './platform/stream/stream';

/** Builds and starts the HTTP side. Refuses to start when a route says nothing about who may use it. */
export async function serveHttp(settings: Settings, log: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(HttpModule.for(settings), { logger: false, bodyParser: false, abortOnError: false });
  checkRoutes(app.get(ModulesContainer));
  app.set('trust proxy', 'loopback');
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use((request: Request, response: Response, next: NextFunction) => {
    const trace = randomUUID();
    response.setHeader('X-Trace-Id', trace);
    traced(trace, next);
  });
  app.use(securityHeaders);
  app.use(sameSiteOnly);
  app.use(bodyLimit);
  // large objects take longer than any fixed time
  app.getHttpServer().requestTimeout = 0;
  app.use(patience);
  app.use(express.json({ limit: JSON_BYTES, type: JSON_TYPES }));
  app.enableShutdownHooks([]);
  if (settings.CONSOLE_DIR) serveConsole(app, settings.CONSOLE_DIR);
  await app.get(EventStream).start();
  await app.listen(settings.PORT, settings.HOST);
  log.info({ port: settings.PORT }, 'listening');
  return app;
}

/** Paths the api answers. */
const OURS = /^\/(api|health|problems)(\/|$)/;

/** The console's files; every other path that is not the api's is a page of the console. What the api answers is not looked for on the disk first. */
function serveConsole(app: NestExpressApplication, dir: string): void {
  const index = path.join(dir, 'index.html');
  if (!fs.existsSync(index)) throw new Error(`There is no console in CAUSEWAY_CONSOLE_DIR: ${index} is missing. Build it first.`);
  const pages = express.Router();
  pages.use(packedFiles(path.resolve(dir)));
  pages.use(express.static(dir, { index: false, setHeaders: (res, file) => res.setHeader('Cache-Control', lasting(file)) }));
  pages.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' || path.extname(request.path)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index, { dotfiles: 'allow' });
  });
  app.use((request: Request, response: Response, next: NextFunction) => (OURS.test(request.path) ? next() : pages(request, response, next)));
}
