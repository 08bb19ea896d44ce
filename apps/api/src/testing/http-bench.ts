import type { NestExpressApplication } from '@nestjs/platform-express';
import { makeLog } from '../platform/log';
import { serveHttp } from '../serve-http';
import { Browser } from './browser';
import { bench, type Bench, type SpecPerson } from './harness';

/** A bench on which the api answers over HTTP, and browsers of people who are signed in to it. */
export interface HttpBench extends Bench {
  readonly app: NestExpressApplication;
  readonly url: string;
  as(who: SpecPerson): Promise<Browser>;
}

export async function httpBench(env: Readonly<Record<string, string>> = {}): Promise<HttpBench> {
  const b = await bench(env);
  const app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    ...b, app, url,
    as: async (who) => {
      const browser = new Browser(url);
      await browser.signIn(who.username);
      return browser;
    },
    close: async () => {
      await app.close();
      await b.close();
    },
  };
}
