// Retrieving over WADO-RS beside Orthanc: a CT series as one study and image by image, first byte, CPU, and memory while a gigabyte is streamed.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { blast, sentInstead, writeObjects } from './lib/blast';
import { CT, madeObjects, type MadeObject } from './lib/made-exams';
import { startOrthanc, type Peer } from './lib/peers';
import { cpuSeconds, loadAverage, rssMiB } from './lib/process-tree';
import { readRaw } from './lib/raw-reader';
import { Site } from './lib/site';
import { median, paired, quantile, spread } from './lib/statistics';

/** As many images as `receive` sends, of which an archive is asked at once. */
const SERIES = 500;
const GIGABYTE = 2000;
/** Connections a browser opens to one host. */
const CONNECTIONS = 6;
/** First bytes looked at in a round: one alone says little. */
const LOOKS = 25;
const AT_ONCE = 8;
const PARTS = 'multipart/related; type="application/dicom"; transfer-syntax=*';
/** Pass lines: medians of paired ratios to Orthanc, of the study's rate and of its first byte; and memory. */
const LEAST_RATE = 1.2;
const MOST_FIRST_BYTE = 0.2;
const MOST_GROWTH_MIB = 150;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const DECIMALS = 2;
const rounded = (value: number): number => Number(value.toFixed(DECIMALS));

interface Contender {
  readonly name: 'causeway' | 'orthanc';
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Processes whose work it is. */
  readonly pids: readonly number[];
}

/** Fetches one address to its end and counts its bytes; `pause` makes a slow reader of it: so many ms after each piece. */
function fetched(one: Contender, at: string, agent: http.Agent, pause = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${one.base}${at}`, { agent, headers: { accept: PARTS, ...one.headers } }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${one.name} answered ${answer.statusCode} to ${at}`));
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (pause > 0) {
          answer.pause();
          setTimeout(() => answer.resume(), pause);
        }
      });
      answer.on('end', () => (answer.complete ? resolve(bytes) : reject(new Error(`${one.name} broke off`))));
      answer.on('error', reject);
      return undefined;
    });
    request.on('error', reject);
  });
}

/** The study over a connection of its own, as fast as a reader can be. */
const readFrom = (one: Contender, at: string, options?: Parameters<typeof readRaw>[2]): ReturnType<typeof readRaw> => readRaw(`${one.base}${at}`, { Accept: PARTS, ...one.headers }, options);

interface Round {
  readonly mibPerSecond: number;
  readonly perSecond: number;
  readonly firstByteMs: number;
  readonly cpuMs: number;
}

const cpuOf = (one: Contender): number => one.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);

/** The whole study, then image by image over a browser's connections. */
async function measure(one: Contender, objects: readonly MadeObject[], seriesOf: ReadonlyMap<string, string>): Promise<Round> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const study = `/studies/${objects[0]!.studyInstanceUid}`;
  const least = objects.reduce((sum, object) => sum + object.dataSet.length, 0);
  const cpu = cpuOf(one);
  let started = performance.now();
  const { bytes } = await readFrom(one, study);
  const seconds = (performance.now() - started) / 1000;
  const used = cpuOf(one) - cpu;
  if (bytes < least) throw new Error(`${one.name} gave ${bytes} of ${least} bytes`);
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    // the rest is not asked for
    looks.push((await readFrom(one, study, { only: 'first byte' })).firstByteMs);
    // whoever was left in the middle has a moment to notice
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const addresses = objects.map((object) => `${study}/series/${seriesOf.get(object.sopInstanceUid)}/instances/${object.sopInstanceUid}`);
  started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    for (let at = addresses.pop(); at; at = addresses.pop()) await fetched(one, at, agent);
  }));
  const perSecond = objects.length / ((performance.now() - started) / 1000);
  agent.destroy();
  return { mibPerSecond: bytes / 2 ** 20 / seconds, perSecond, firstByteMs: median(looks), cpuMs: (used / objects.length) * 1000 };
}

/** Highest memory of a process above what it had, while work runs. */
async function growthOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = rssMiB(pid);
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, rssMiB(pid))), 50);
  await work().finally(() => clearInterval(watch));
  return most - before;
}

async function send(port: number, called: string, objects: readonly MadeObject[], temp: string): Promise<void> {
  const dir = path.join(temp, 'to-send');
  writeObjects(dir, objects);
  const { bad } = await blast({ port, called, associations: 4, dir });
  fs.rmSync(dir, { recursive: true, force: true });
  if (bad > 0) throw new Error(`${called} answered ${bad} objects badly.`);
}

/** The exams are there for readers once the worker has looked at them. */
async function untilVisible(site: Site, instances: number): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const [row] = await site.sql<{ n: number }>('select coalesce(sum(received), 0)::int as n from inbound');
    if (row!.n >= instances) return;
    if (Date.now() > deadline) throw new Error(`${row!.n} of ${instances} instances can be seen.`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
  const temp = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'causeway-bench-'));
  const site = await Site.start();
  let orthanc: Peer | undefined;
  try {
    const [api, receiver, worker] = [await site.run('main'), await site.run('receiver'), await site.run('worker')];
    orthanc = await startOrthanc(path.join(temp, 'orthanc'), { dicomWeb: true });
    const series = [...madeObjects({ ...CT, objects: SERIES, perStudy: SERIES })];
    const large = [...madeObjects({ ...CT, objects: GIGABYTE, perStudy: GIGABYTE })];
    say('sending');
    await send(site.dicomPort, 'CAUSEWAY', [...series, ...large], temp);
    await send(orthanc.port, 'ORTHANC', series, temp);
    await untilVisible(site, SERIES + GIGABYTE);
    await Promise.all([receiver.stop(), worker.stop()]);
    // the server does so within a minute by itself: somewhere in the first rounds, which would not be like the others
    await site.sql('analyze');
    const rows = await site.sql<{ sop_uid: string; series_uid: string }>('select sop_uid, series_uid from instance');
    const seriesOf = new Map(rows.map((row) => [row.sop_uid, row.series_uid]));

    const contenders: readonly Contender[] = [
      { name: 'causeway', base: `http://127.0.0.1:${site.httpPort}/api/v1/dicomweb`, headers: { authorization: `Bearer ${site.token}` }, pids: [api.pid, site.postgres.pid] },
      { name: 'orthanc', base: `http://127.0.0.1:${orthanc.httpPort}/dicom-web`, headers: {}, pids: [orthanc.program.pid] },
    ];
    const runs: Record<Contender['name'], Round[]> = { causeway: [], orthanc: [] };
    for (const one of contenders) await measure(one, series, seriesOf);
    for (let round = 0; round < Number(values.rounds); round++) {
      for (let i = 0; i < contenders.length; i++) {
        const one = contenders[(i + round) % contenders.length]!;
        const run = await measure(one, series, seriesOf);
        runs[one.name].push(run);
        say(`round ${round + 1} ${one.name.padEnd(8)} study ${run.mibPerSecond.toFixed(0).padStart(5)} MiB/s  images ${run.perSecond.toFixed(0).padStart(5)}/s  first byte ${run.firstByteMs.toFixed(1)} ms  load ${loadAverage()}`);
      }
    }

    const [ours] = contenders as [Contender];
    const study = `/studies/${large[0]!.studyInstanceUid}`;
    const agent = new http.Agent({ maxSockets: AT_ONCE });
    say('streaming a gigabyte');
    const growth = await growthOf(api.pid, () => fetched(ours, study, agent));
    const slow = await growthOf(api.pid, async () => {
      const reading = fetched(ours, study, agent, 20);
      await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 8000))]);
      reading.catch(() => undefined);
    });
    agent.destroy();
    const many = new http.Agent({ maxSockets: AT_ONCE });
    const atOnce = await growthOf(api.pid, () => Promise.all(Array.from({ length: AT_ONCE }, () => fetched(ours, study, many))));
    many.destroy();

    const of = (name: Contender['name'], key: keyof Round): number[] => runs[name].map((run) => run[key]);
    const both = (key: keyof Round): Record<string, unknown> => ({ causeway: spread(of('causeway', key)), orthanc: spread(of('orthanc', key)) });
    const ratio = (key: keyof Round): ReturnType<typeof paired> => paired(of('causeway', key), of('orthanc', key));
    const figures = {
      cores: os.availableParallelism(), rounds: Number(values.rounds), instances: SERIES,
      studyMibPerSecond: both('mibPerSecond'), studyTimesOrthanc: ratio('mibPerSecond'),
      imagesPerSecond: both('perSecond'), imagesTimesOrthanc: ratio('perSecond'),
      firstByteMs: { causeway: rounded(median(of('causeway', 'firstByteMs'))), causewayP90: rounded(quantile(of('causeway', 'firstByteMs'), 0.9)), orthanc: rounded(median(of('orthanc', 'firstByteMs'))) },
      firstByteOfOrthanc: ratio('firstByteMs'), cpuMsPerInstance: both('cpuMs'), cpuOfOrthanc: ratio('cpuMs'),
      growthMiB: { gigabyteStudy: Math.round(growth), slowReader: Math.round(slow), eightAtOnce: Math.round(atOnce) }, apiRssMiB: Math.round(rssMiB(api.pid)),
    };
    const pass = figures.studyTimesOrthanc.median >= LEAST_RATE && figures.firstByteOfOrthanc.median <= MOST_FIRST_BYTE && Math.max(growth, slow, atOnce) < MOST_GROWTH_MIB;
    process.stdout.write(`${JSON.stringify({ name: 'wado', pass, figures })}\n`);
    process.exitCode = pass ? 0 : 1;
  } finally {
    await orthanc?.stop();
    await site.stop();
    fs.rmSync(temp, { recursive: true, force: true });
  }
}

if (!(await sentInstead())) await main();
