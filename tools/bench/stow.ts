// Receiving over STOW-RS beside Orthanc: objects per second, CPU per object with the database counted, memory of api and receiver. `--door api` has the api
// hand on what otherwise comes to the receivers' own port. There are as many receivers as processors: Orthanc has a thread for each sender.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePortRange } from '../processes/ports';
import { CT, madeObjects, SMALL, type MadeSet } from './lib/made-exams';
import { startOrthanc, type Peer } from './lib/peers';
import { cpuSeconds, loadAverage, peakRssMiB } from './lib/process-tree';
import { Site } from './lib/site';
import { paired, spread } from './lib/statistics';
import { stow, stowedInstead, writeFiles } from './lib/stow-sender';

interface Contender {
  readonly name: 'causeway' | 'orthanc';
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Processes whose work it is. */
  readonly pids: readonly number[];
  count(): Promise<number>;
}
interface Run {
  readonly perSecond: number;
  readonly cpuMs: number;
}

const SETS: Readonly<Record<string, { readonly set: MadeSet; readonly connections: number }>> = {
  'ct-1': { set: CT, connections: 1 },
  'ct-4': { set: CT, connections: 4 },
  'small-4': { set: SMALL, connections: 4 },
};
const PER_REQUEST = 50;
/** Pass lines: median of paired ratios to Orthanc, and memory of api and of each receiver. */
const LEAST_RATE = 2;
const MOST_RSS_MIB = 256;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(one: Contender, dir: string, connections: number, objects: number): Promise<Run> {
  const before = await one.count();
  const cpu = (): number => one.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const start = cpu();
  const { seconds, bad } = await stow({ base: one.base, headers: one.headers, connections, perRequest: PER_REQUEST, dir });
  const used = cpu() - start;
  const stored = (await one.count()) - before;
  if (bad > 0 || stored !== objects) throw new Error(`${one.name} answered ${bad} requests badly and holds ${stored} of ${objects}.`);
  return { perSecond: objects / seconds, cpuMs: (used / objects) * 1000 };
}

async function measureSet(name: string, contenders: readonly Contender[], rounds: number, temp: string): Promise<{ readonly timesOrthanc: { readonly median: number } }> {
  const { set, connections } = SETS[name]!;
  const runs: Record<Contender['name'], Run[]> = { causeway: [], orthanc: [] };
  for (let round = 0; round < rounds; round++) {
    const dir = path.join(temp, `${name}-${round}`);
    writeFiles(dir, madeObjects(set));
    // a different order each round: whoever comes first pays for what the machine was still doing
    for (let i = 0; i < contenders.length; i++) {
      const one = contenders[(i + round) % contenders.length]!;
      const run = await measure(one, dir, connections, set.objects);
      runs[one.name].push(run);
      say(`${name} round ${round + 1} ${one.name.padEnd(8)} ${run.perSecond.toFixed(0).padStart(5)}/s  ${run.cpuMs.toFixed(2)} ms CPU  load ${loadAverage()}`);
    }
    fs.rmSync(dir, { recursive: true, force: true });
  }
  const of = (who: Contender['name'], key: keyof Run): number[] => runs[who].map((run) => run[key]);
  const both = (key: keyof Run): Record<string, unknown> => ({ causeway: spread(of('causeway', key)), orthanc: spread(of('orthanc', key)) });
  const figures = {
    rounds, perSecond: both('perSecond'), cpuMs: both('cpuMs'),
    timesOrthanc: paired(of('causeway', 'perSecond'), of('orthanc', 'perSecond')), cpuOfOrthanc: paired(of('causeway', 'cpuMs'), of('orthanc', 'cpuMs')),
  };
  return figures;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { door: { type: 'string', default: 'receiver' }, receivers: { type: 'string', default: String(os.availableParallelism()) }, rounds: { type: 'string', default: '5' }, sets: { type: 'string', default: Object.keys(SETS).join(',') } } });
  const temp = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'causeway-bench-'));
  const site = await Site.start({ env: { CAUSEWAY_RECEIVERS: values.receivers } });
  let orthanc: Peer | undefined;
  try {
    const stowPort = await freePortRange(1);
    const [api, receiver] = [await site.run('main'), await site.run('receiver', { CAUSEWAY_STOW_PORT: String(stowPort), CAUSEWAY_PUBLIC_URL: `http://127.0.0.1:${site.httpPort}` })];
    orthanc = await startOrthanc(path.join(temp, 'orthanc'), { dicomWeb: true });
    const peer = orthanc;
    const contenders: readonly Contender[] = [
      {
        name: 'causeway', base: `http://127.0.0.1:${values.door === 'api' ? site.httpPort : stowPort}/api/v1/dicomweb`, headers: { authorization: `Bearer ${site.token}` }, pids: [api.pid, receiver.pid, site.postgres.pid],
        count: async () => (await site.sql<{ n: number }>('select count(*)::int as n from instance'))[0]!.n,
      },
      { name: 'orthanc', base: `http://127.0.0.1:${peer.httpPort}/dicom-web`, headers: {}, pids: [peer.program.pid], count: () => peer.count() },
    ];
    say('warming up');
    // twice a whole set: what we run is compiled while it runs, and only then runs as it does all day
    for (const turn of ['first', 'second']) {
      const warm = path.join(temp, turn);
      writeFiles(warm, madeObjects(CT));
      for (const one of contenders) await measure(one, warm, 4, CT.objects);
      fs.rmSync(warm, { recursive: true, force: true });
    }
    const figures: Record<string, unknown> = { cores: os.availableParallelism(), door: values.door, receivers: Number(values.receivers), perRequest: PER_REQUEST };
    let pass = true;
    for (const name of values.sets.split(',')) {
      const set = await measureSet(name, contenders, Number(values.rounds), temp);
      figures[name] = set;
      pass &&= set.timesOrthanc.median >= LEAST_RATE;
    }
    const rss = { api: Math.round(peakRssMiB(api.pid)), receiver: Math.round(peakRssMiB(receiver.pid) / Number(values.receivers)) };
    figures['peakRssMiB'] = rss;
    pass &&= Math.max(rss.api, rss.receiver) < MOST_RSS_MIB;
    process.stdout.write(`${JSON.stringify({ name: 'stow', pass, figures })}\n`);
    process.exitCode = pass ? 0 : 1;
  } finally {
    await orthanc?.stop();
    await site.stop();
    fs.rmSync(temp, { recursive: true, force: true });
  }
}

if (!(await stowedInstead())) await main();
