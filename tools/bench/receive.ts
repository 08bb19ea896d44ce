// Receiving over DICOM beside Orthanc and dcmtk's storescp: objects per second, CPU per object with the database counted, memory.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { blast, sentInstead, writeObjects } from './lib/blast';
import { CT, madeObjects, SMALL, type MadeSet } from './lib/made-exams';
import { startOrthanc, startStorescp, type Peer } from './lib/peers';
import { cpuSeconds, loadAverage, peakRssMiB } from './lib/process-tree';
import { Site } from './lib/site';
import { paired, spread } from './lib/statistics';

interface Contender {
  readonly name: 'causeway' | 'orthanc' | 'storescp';
  readonly port: number;
  readonly called: string;
  /** Processes whose work it is. */
  readonly pids: readonly number[];
  count(): Promise<number>;
}
interface Run {
  readonly perSecond: number;
  readonly cpuMs: number;
}

const SETS: Readonly<Record<string, { readonly set: MadeSet; readonly associations: number }>> = {
  'ct-1': { set: CT, associations: 1 },
  'ct-4': { set: CT, associations: 4 },
  'small-4': { set: SMALL, associations: 4 },
};
/** Pass lines: median of paired ratios to Orthanc. */
const LEAST_RATE = 1.3;
const MOST_CPU = 0.7;
const MOST_RSS_MIB = 200;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function measure(one: Contender, dir: string, associations: number, objects: number): Promise<Run> {
  const before = await one.count();
  const cpu = (): number => one.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const start = cpu();
  const { seconds, bad } = await blast({ port: one.port, called: one.called, associations, dir });
  // The sender has its answers; we post the last of what we entered a moment later, and storescp writes the last of its files: that is their work too.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const used = cpu() - start;
  const stored = (await one.count()) - before;
  if (bad > 0 || stored !== objects) throw new Error(`${one.name} answered ${bad} objects badly and holds ${stored} of ${objects}.`);
  return { perSecond: objects / seconds, cpuMs: (used / objects) * 1000 };
}

async function measureSet(name: string, contenders: readonly Contender[], rounds: number, temp: string): Promise<Record<string, unknown>> {
  const { set, associations } = SETS[name]!;
  const runs: Record<string, Run[]> = Object.fromEntries(contenders.map((c) => [c.name, []]));
  for (let round = 0; round < rounds; round++) {
    const dir = path.join(temp, `${name}-${round}`);
    writeObjects(dir, madeObjects(set));
    // A different order each round: whoever comes first pays for what the machine was still doing.
    for (let i = 0; i < contenders.length; i++) {
      const one = contenders[(i + round) % contenders.length]!;
      const run = await measure(one, dir, associations, set.objects);
      runs[one.name]!.push(run);
      say(`${name} round ${round + 1} ${one.name.padEnd(8)} ${run.perSecond.toFixed(0).padStart(5)}/s  ${run.cpuMs.toFixed(2)} ms CPU  load ${loadAverage()}`);
    }
    fs.rmSync(dir, { recursive: true, force: true });
  }
  const rates = (who: string): number[] => runs[who]!.map((r) => r.perSecond);
  const costs = (who: string): number[] => runs[who]!.map((r) => r.cpuMs);
  return {
    rounds,
    perSecond: Object.fromEntries(contenders.map((c) => [c.name, spread(rates(c.name))])),
    cpuMs: Object.fromEntries(contenders.map((c) => [c.name, spread(costs(c.name))])),
    timesOrthanc: paired(rates('causeway'), rates('orthanc')),
    timesStorescp: paired(rates('causeway'), rates('storescp')),
    cpuOfOrthanc: paired(costs('causeway'), costs('orthanc')),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, sets: { type: 'string', default: Object.keys(SETS).join(',') }, receivers: { type: 'string', default: '1' } } });
  const temp = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'causeway-bench-'));
  const site = await Site.start({ env: { CAUSEWAY_RECEIVERS: values.receivers } });
  const peers: Peer[] = [];
  try {
    const receiver = await site.run('receiver');
    const orthanc = await startOrthanc(path.join(temp, 'orthanc'));
    peers.push(orthanc);
    const storescp = await startStorescp(path.join(temp, 'storescp'), { fork: true });
    peers.push(storescp);
    const contenders: Contender[] = [
      { name: 'causeway', port: site.dicomPort, called: 'CAUSEWAY', pids: [receiver.pid, site.postgres.pid], count: async () => (await site.sql<{ n: number }>('select count(*)::int as n from instance'))[0]!.n },
      { name: 'orthanc', port: orthanc.port, called: 'ORTHANC', pids: [orthanc.program.pid], count: () => orthanc.count() },
      { name: 'storescp', port: storescp.port, called: 'STORESCP', pids: [storescp.program.pid], count: () => storescp.count() },
    ];
    say('warming up');
    // Twice a whole set: what we run is compiled while it runs, and only then runs as it does all day.
    for (const turn of ['first', 'second']) {
      const warm = path.join(temp, turn);
      writeObjects(warm, madeObjects(CT));
      for (const one of contenders) await measure(one, warm, 4, CT.objects);
      fs.rmSync(warm, { recursive: true, force: true });
    }
    const figures: Record<string, unknown> = { cores: os.availableParallelism() };
    let pass = true;
    for (const name of values.sets.split(',')) {
      const set = await measureSet(name, contenders, Number(values.rounds), temp);
      figures[name] = set;
      pass &&= (set['timesOrthanc'] as { median: number }).median >= LEAST_RATE && (set['cpuOfOrthanc'] as { median: number }).median <= MOST_CPU;
    }
    const rss = peakRssMiB(receiver.pid);
    figures['receiverPeakRssMiB'] = Math.round(rss);
    pass &&= rss < MOST_RSS_MIB * Number(values.receivers);
    process.stdout.write(`${JSON.stringify({ name: 'receive', pass, figures })}\n`);
    process.exitCode = pass ? 0 : 1;
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
    await site.stop();
    fs.rmSync(temp, { recursive: true, force: true });
  }
}

if (!(await sentInstead())) await main();
