// Access: every route of the OpenAPI document, asked by everybody, about things that stand to them in every way; all held against docs/domain/abilities.json.
import { parseArgs } from 'node:util';
import { Site } from '../bench/lib/site';
import { routes } from '../docs/routes';
import { Askers } from './access/askers';
import { documentOf, routesIn, unlike } from './access/document';
import { Streams } from './access/streams';
import { Things } from './access/things';
import { Tally, Walk } from './access/walk';
import { Door } from './claims/reader';

const { values } = parseArgs({
  options: {
    /** Streams that are open for each way of losing rights. */
    streams: { type: 'string', default: '17' },
    /** Four roles and two of the five ways a thing can stand to a person, for every run of the tests. */
    short: { type: 'boolean', default: false },
  },
});
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const tally = new Tally();
const site = await Site.start();
let figures: Record<string, unknown> = {};
try {
  await site.run('main');
  const door = new Door(site.httpPort);
  // one connection, one question at a time
  let turn: Promise<unknown> = Promise.resolve();
  const sql = <T extends object>(text: string, parameters: unknown[] = []): Promise<T[]> => {
    const answer = turn.then(() => site.sql(text, parameters) as unknown as Promise<T[]>);
    turn = answer.catch(() => undefined);
    return answer;
  };
  const [host] = await sql<{ id: string }>('select id from facility where host');
  const own = host!.id;
  const askers = new Askers(sql, own);
  await askers.prepare(values.short);
  const maker = await askers.person(['pa']);
  const team = askers.callers.map((caller) => caller.asker.id);
  const things = await new Things(sql, { own, other: site.facilityId, team, maker: maker.id }).all(values.short);
  const first = askers.callers[0]!;
  const document = await documentOf(door, first.headers);
  const all = routesIn(document);
  tally.faults.push(...unlike(all, routes()));
  say(`${all.length} routes, ${askers.callers.length} callers, ${things.length} things`);
  await new Walk(door, things, tally).go(all, askers.callers);
  say(`${tally.door} cells at the door and ${tally.objects} at things; ${tally.undecided} bodies were refused first`);
  const streams = new Streams(door, sql, askers, tally);
  // five seconds; in the short form before the stream's next beat, since a busy machine is no fault
  await (values.short ? streams.cut(3, 15_000) : streams.cut(Number(values.streams), 5000));
  say(`${streams.opened} streams, cut after ${streams.longestMs} ms at most`);
  door.close();
  figures = {
    routes: all.length, callers: askers.callers.length, things: things.length, cells: tally.door + tally.objects, atTheDoor: tally.door, atThings: tally.objects, undecided: tally.undecided, streams: streams.opened,
    longestStreamMs: streams.longestMs, seconds: Math.round((performance.now() - since) / 1000),
  };
} catch (error) {
  tally.faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await site.stop();
}
for (const fault of tally.faults.slice(0, 40)) say(fault);
const pass = tally.faults.length === 0 && Number(figures['atThings'] ?? 0) > 0;
process.stdout.write(`${JSON.stringify({ name: 'access', pass, figures: { ...figures, faults: tally.faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
