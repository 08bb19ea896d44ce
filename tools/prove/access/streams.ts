// Taking rights away while live streams are open: the next request is refused, and the stream ends.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { Askers } from './askers';
import type { Door } from '../claims/reader';
import type { Sql } from './things';
import type { Tally } from './walk';

interface Cut {
  readonly way: string;
  readonly sql: string;
  /** What the next request of the same session must answer. */
  readonly next: number;
}
const CUTS: readonly Cut[] = [
  { way: 'disabled', sql: 'update person set disabled_at = now(), version = version + 1 where id = $1', next: 401 },
  { way: 'session ended', sql: 'update session set ended_at = now() where person_id = $1', next: 401 },
  { way: 'role taken', sql: `update person set roles = '{gm}', version = version + 1 where id = $1`, next: 403 },
];

export class Streams {
  longestMs = 0;
  opened = 0;

  constructor(private readonly door: Door, private readonly sql: Sql, private readonly askers: Askers, private readonly tally: Tally) {}

  /** Opens `each` streams for every way of losing rights, and one that must go on. `mostMs`: how long a stream may live on after what let it in is gone. */
  async cut(each: number, mostMs: number): Promise<void> {
    const stays = await this.open();
    await Promise.all(CUTS.map(async ({ way, sql, next }) => {
      const open = await Promise.all(Array.from({ length: each }, () => this.open()));
      await new Promise((resolve) => setTimeout(resolve, 200));
      await Promise.all(open.map(async ({ id, headers, ended }) => {
        await this.sql(sql, [id]);
        const since = Date.now();
        const { status } = await this.door.ask('GET', '/api/v1/inbound', headers, undefined);
        if (status !== next) this.tally.faults.push(`${way}: the next request answered ${status}, not ${next}.`);
        const late = await Promise.race([ended.then(() => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(true), mostMs + 2000))]);
        const ms = Date.now() - since;
        this.longestMs = Math.max(this.longestMs, ms);
        if (late || ms > mostMs) this.tally.faults.push(`${way}: the live stream was still open after ${ms} ms.`);
      }));
    }));
    const goesOn = await Promise.race([stays.ended.then(() => false), Promise.resolve(true)]);
    if (!goesOn) this.tally.faults.push('A stream whose person kept everything was cut.');
    stays.close();
  }

  private async open(): Promise<{ id: string; headers: Readonly<Record<string, string>>; ended: Promise<void>; close: () => void }> {
    const { id } = await this.askers.person(['pa']);
    const headers = { cookie: `causeway_session=${await this.askers.session(id, 'null')}` };
    this.opened++;
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port: this.door.port, path: '/api/v1/stream', headers: { ...headers, 'X-Proof': randomUUID() } }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`The stream answered ${response.statusCode ?? 0}.`));
        response.resume();
        resolve({ id, headers, ended: new Promise((end) => response.on('close', () => end())), close: () => request.destroy() });
      });
      request.on('error', reject);
      request.end();
    });
  }
}
