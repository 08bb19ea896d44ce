import type { NestExpressApplication } from '@nestjs/platform-express';
import { makeLog } from '../../platform/log';
import { objectsOf } from '../../platform/objects/objects';
import { GroupCommit } from '../../receive/group-commit';
import type { Answer } from '../../receive/intake/answer';
import { Intake } from '../../receive/intake/intake';
import { Quarantine } from '../../receive/intake/quarantine';
import { Ledger } from '../../receive/ledger/ledger';
import type { Source } from '../../receive/ledger/stored-object';
import { serveHttp } from '../../serve-http';
import { bench, type Bench, type SpecPerson } from '../../testing/harness';
import { drain } from '../../testing/worker';
import { builtRenderingProgram } from './rendering-program';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  json<T>(): T;
}

export type Get = (path: string, accept?: string, headers?: Readonly<Record<string, string>>) => Promise<Reply>;

/** The api over HTTP with what its doors received, on a database and a folder of its own. */
export interface Served {
  readonly b: Bench;
  readonly app: NestExpressApplication;
  readonly url: string;
  /** Takes files in as a door would; they belong to exams afterwards. */
  store(files: readonly Buffer[], source?: string): Promise<readonly Answer[]>;
  /** Asks below `/api/v1`, or a whole address. */
  as(person: SpecPerson): Promise<Get>;
  readonly anyone: Get;
  close(): Promise<void>;
}

const EXTEND = { only: ['exam.extend'], ahead: 5 };

async function reply(answer: Response): Promise<Reply> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8'), json: <T>() => JSON.parse(bytes.toString('utf8')) as T };
}

export async function served(env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const program = await builtRenderingProgram();
  const b = await bench({ CAUSEWAY_PICTURE_PROGRAM: program.file, ...env });
  const app = await serveHttp(b.settings, makeLog('spec', 'silent'));
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const objects = objectsOf(b.settings);
  const ledger = new Ledger({ url: b.settings.DATABASE_URL, lane: 'spec' });
  const intake = new Intake({ objects, group: new GroupCommit(objects, ledger), quarantine: new Quarantine(() => Promise.resolve(b.acts)) });
  await ledger.untilReady(10_000);

  const getWith = (cookie: string): Get => async (path, accept, headers = {}) =>
    reply(await fetch(path.startsWith('http') ? path : `${url}/api/v1${path}`, { headers: { ...(cookie ? { cookie } : {}), ...(accept === undefined ? {} : { accept }), ...headers } }));

  const store: Served['store'] = async (files, facilityId) => {
    const source: Source = { door: 'dimse', kind: 'sender', id: 'SPEC@127.0.0.1', name: 'Spec', endpointId: null, facilityId: facilityId ?? null, calling: 'SPEC', address: '127.0.0.1', trace: 'spec' };
    const answers: Answer[] = [];
    for (const file of files) {
      const receiving = intake.receive({ source });
      await receiving.write(file);
      answers.push(await receiving.end());
    }
    await drain(b, EXTEND);
    return answers;
  };

  return {
    b, app, url, store, anyone: getWith(''),
    as: async (person) => {
      const session = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: person.username, password: person.password }) });
      if (session.status !== 204) throw new Error(`Signing in answered ${session.status}.`);
      return getWith((session.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
    },
    close: async () => {
      await app.close();
      await ledger.close();
      await objects.close();
      await b.close();
      program.remove();
    },
  };
}

export interface BodyPart {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The parts of a multipart/related body. Throws when it is not one. */
export function partsOf({ headers, bytes }: Pick<Reply, 'headers' | 'bytes'>): BodyPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  if (!boundary) throw new Error('There is no boundary.');
  const parts: BodyPart[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = bytes.indexOf(mark);
  for (;;) {
    const after = at + mark.length;
    if (bytes.toString('latin1', after, after + 2) === '--') return parts;
    const body = bytes.indexOf('\r\n\r\n', after) + 4;
    at = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), body);
    if (at < 0) throw new Error('The last boundary is missing.');
    parts.push({ type: /content-type: *([^\r]+)/i.exec(bytes.toString('latin1', after, body))?.[1] ?? '', bytes: bytes.subarray(body, at) });
    at += 2;
  }
}
