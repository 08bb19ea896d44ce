// The audit: every row of a long chain that was tampered with is found and named in one verification, and an act whose audit row cannot be written is refused.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import argon2 from 'argon2';
import { Site } from '../bench/lib/site';
import { workspaceRoot } from '../product/workspace';
import { chance } from './claims/tally';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, tampers: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } } });
const ROWS = values.short ? 20_000 : Number(values.rows);
const TAMPERS = values.short ? 100 : Number(values.tampers);
const VERIFY_SECONDS = 60;
const LANES = ['api', 'worker', 'receiver'];
const CHUNK = 5000;
const PASSWORD = 'four words for auditors';
const random = chance(Number(values.seed));
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

interface Verdict { readonly whole: boolean; readonly rows: number; readonly faults: readonly { readonly lane: string; readonly seq: number; readonly what: string }[] }
const faults: string[] = [];
let figures: Record<string, unknown> = {};
const site = await Site.start();
const apiDir = process.env['CAUSEWAY_API_DIR'] ?? path.join(workspaceRoot(), 'dist/apps/api');
function verified(): { verdict: Verdict; seconds: number } {
  const at = performance.now();
  const { stdout } = spawnSync(process.execPath, [path.join(apiDir, 'cli.js'), 'audit', 'verify'], { env: { ...process.env, ...site.env() }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { verdict: JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as Verdict, seconds: (performance.now() - at) / 1000 };
}

/** One way to falsify a row, and where the verification has to name it. The chain's own function is not asked: somebody with the database in hand does this. */
const WAYS: readonly (readonly [name: string, sql: string, named: (seq: number) => number])[] = [
  ['actor', `update audit_entry set actor_name = actor_name || ' ' where lane = $1 and seq = $2`, (seq) => seq],
  ['time', `update audit_entry set at = at - interval '1 microsecond' where lane = $1 and seq = $2`, (seq) => seq],
  ['outcome', `update audit_entry set outcome = case outcome when 'done' then 'refused' else 'done' end where lane = $1 and seq = $2`, (seq) => seq],
  ['reason given', `update audit_entry set reason = coalesce(reason, '') || 'x' where lane = $1 and seq = $2`, (seq) => seq],
  ['object', `update audit_entry set object_id = gen_random_uuid()::text where lane = $1 and seq = $2`, (seq) => seq],
  ['field moved', `update audit_entry set action = action || '|', object_kind = substr(object_kind, 2) where lane = $1 and seq = $2`, (seq) => seq],
  ['details', `update audit_entry set details = '{}' where lane = $1 and seq = $2`, (seq) => seq],
  ['hash with it', `update audit_entry set actor_id = 'nobody', hash = sha256(hash) where lane = $1 and seq = $2`, (seq) => seq],
  ['removed', `delete from audit_entry where lane = $1 and seq = $2`, (seq) => seq],
];

try {
  const each = Math.floor(ROWS / LANES.length);
  for (const lane of LANES) {
    for (let done = 0; done < each; done += CHUNK) {
      await site.sql(
        `select audit_append($1, (select jsonb_agg(jsonb_build_object('actorKind', 'person', 'actorId', md5(n::text), 'actorName', 'Person ' || n % 97, 'action', 'exam.viewed', 'objectKind', 'exam', 'objectId', md5((n * 7)::text),
           'from', null, 'to', null, 'outcome', 'done', 'reason', case when n % 5 = 0 then 'because | of ' || n end, 'details', '{"through":"frames","n":' || n || '}', 'correlation', null)) from generate_series($2::int, $3::int) n))`,
        [lane, done + 1, Math.min(each, done + CHUNK)]);
    }
  }
  const before = verified();
  say(`${before.verdict.rows} rows are whole: ${before.verdict.whole}, in ${before.seconds.toFixed(1)} s`);
  if (!before.verdict.whole) faults.push('The chain is not whole before anybody touched it.');

  const named = new Map<string, string>();
  const taken = new Set<string>();
  await site.sql('begin');
  // the owner of the database can do this; the product's own role cannot
  for (let i = 0; i < TAMPERS; ) {
    const lane = LANES[Math.floor(random() * LANES.length)]!;
    const seq = 2 + Math.floor(random() * (each - 4));
    // neighbours apart, so that each falsification stands alone
    if ([-2, -1, 0, 1, 2].some((d) => taken.has(`${lane} ${seq + d}`))) continue;
    taken.add(`${lane} ${seq}`);
    const [way, sql, at] = WAYS[i % WAYS.length]!;
    await site.sql(sql, [lane, seq]);
    named.set(`${lane} ${at(seq)}`, way);
    i++;
  }
  await site.sql('commit');
  const after = verified();
  const found = new Set(after.verdict.faults.map((f) => `${f.lane} ${f.seq}`));
  const missed = [...named].filter(([place]) => !found.has(place));
  // a hash that was changed with its row is named at the next row too, which does not follow any more
  const strangers = [...found].filter((place) => !named.has(place) && named.get(place.replace(/\d+$/, (n) => String(Number(n) - 1))) !== 'hash with it');
  for (const [place, way] of missed.slice(0, 10)) faults.push(`Not found: ${way} at ${place}.`);
  for (const place of strangers.slice(0, 10)) faults.push(`Named without cause: ${place}.`);
  if (!values.short && Math.max(before.seconds, after.seconds) > VERIFY_SECONDS) faults.push(`A verification took ${Math.round(Math.max(before.seconds, after.seconds))} s, more than ${VERIFY_SECONDS}.`);
  say(`${named.size - missed.length} of ${named.size} falsifications were named, in ${after.seconds.toFixed(1)} s`);

  // The audit cannot be written: signing in, the first act of anybody, is refused, and nothing of it stays.
  const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await site.sql(`insert into person (id, username, name, initials, title, roles, password_hash) values (gen_random_uuid(), 'audited', 'Audited Person', 'AP', 'Proof', '{pa}', $1)`, [hash]);
  await site.run('main');
  await site.sql(`create function no_audit() returns trigger language plpgsql as $$ begin raise exception 'the audit cannot be written'; end $$`);
  await site.sql('create trigger no_audit before insert on audit_entry for each row execute function no_audit()');
  const signIn = (): Promise<number> => fetch(`http://127.0.0.1:${site.httpPort}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: 'audited', password: PASSWORD }) }).then((r) => r.status);
  const sessions = async (): Promise<number> => (await site.sql<{ n: number }>('select count(*)::int as n from session'))[0]?.n ?? -1;
  const [refused, left] = [await signIn(), await sessions()];
  if (refused < 500 || left !== 0) faults.push(`Signing in answered ${refused} and left ${left} sessions although the audit could not be written.`);
  await site.sql('drop trigger no_audit on audit_entry');
  const [allowed, made] = [await signIn(), await sessions()];
  if (allowed !== 204 || made !== 1) faults.push(`Signing in answered ${allowed} with the audit there again.`);
  figures = { rows: before.verdict.rows, verifySeconds: Math.round(before.seconds * 10) / 10, tampers: named.size, found: named.size - missed.length, namedWithoutCause: strangers.length, verifyTamperedSeconds: Math.round(after.seconds * 10) / 10, actWithoutAudit: refused, seconds: Math.round((performance.now() - since) / 1000) };
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await site.stop();
}
for (const fault of faults.slice(0, 20)) say(fault);
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'audit', pass, figures: { ...figures, faults: faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
