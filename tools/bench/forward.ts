// Forwarding a study to storescp beside Orthanc's forward and dcmtk's storescu: images per second with the ledger of the transfer kept.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { blast, sentInstead, writeObjects } from './lib/blast';
import { CT, fileOf, madeObjects } from './lib/made-exams';
import { startOrthanc, startStorescp, type Peer } from './lib/peers';
import { cpuSeconds, loadAverage } from './lib/process-tree';
import { Site } from './lib/site';
import { paired, spread } from './lib/statistics';

interface Contender {
  readonly name: 'causeway' | 'orthanc' | 'storescu';
  /** Processes whose work it is, besides one that lives only as long as the run. */
  readonly pids: readonly number[];
  /** Sends the whole study once; resolves when the last image is answered and written down. */
  forward(): Promise<void>;
}
interface Run {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** Pass lines: median of paired ratios. */
const LEAST_OF_ORTHANC = 1;
const LEAST_OF_STORESCU = 0.8;
const PATIENCE_MS = 120_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A confirmed patient for the exam that was received, and the archive it goes to: what a release leaves behind. */
async function prepare(site: Site, target: Peer, calledAeTitle: string, associations: number | null): Promise<{ readonly exam: string; readonly endpoint: string }> {
  const [exam] = await site.sql<{ id: string }>('select id from exam');
  const [patient, endpoint] = [randomUUID(), randomUUID()];
  await site.sql(`insert into patient (id, mrn, birth_date, sex) values ($1, 'M4711', '1961-03-12', 'F')`, [patient]);
  await site.sql(`insert into patient_name (patient_id, use, representation, family, given, folded) values ($1, 'L', 'A', 'Measured', 'Person', 'measured person')`, [patient]);
  await site.sql(`insert into match (id, exam_id, attempt, revision, state, patient_id) values ($1, $2, 1, 1, 'matched', $3)`, [randomUUID(), exam!.id, patient]);
  const settings = { host: '127.0.0.1', port: target.port, calledAeTitle, ...(associations ? { associations } : {}) };
  await site.sql(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, (select id from facility where host), 'dimse', 'out', 'pacs', 'PACS', $2)`, [endpoint, settings]);
  return { exam: exam!.id, endpoint };
}

/** One transfer as a release makes it, and the wait until every image is answered and the far side is to be asked for proof. */
async function transfer(site: Site, { exam, endpoint }: { readonly exam: string; readonly endpoint: string }): Promise<void> {
  const id = randomUUID();
  await site.sql('delete from job');
  await site.sql(`insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state) values ($1, $2, 1, 'out', 'release', 'pacs', $3, 'waiting')`, [id, exam, endpoint]);
  await site.sql(`insert into transfer_row (transfer_id, instance_id, sop_uid, state) select $1, id, sop_uid, 'pending' from instance where exam_id = $2`, [id, exam]);
  await site.sql(`insert into job (kind, key, data) values ('transfer.run', $1, $2)`, [`transfer.run ${id}`, { id }]);
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(10)) {
    const [now] = await site.sql<{ state: string; cause: string | null }>('select state, cause_detail as cause from transfer where id = $1', [id]);
    if (now?.state === 'verifying') {
      const [sent] = await site.sql<{ n: number }>(`select count(*)::int as n from transfer_row where transfer_id = $1 and state = 'sent'`, [id]);
      if (sent!.n !== CT.objects) throw new Error(`Causeway sent ${sent!.n} of ${CT.objects}.`);
      return;
    }
    if (now?.cause) throw new Error(now.cause);
  }
  throw new Error('Causeway did not send in time.');
}

function storescu(port: number, dir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('storescu', ['-aec', 'STORESCP', '-pdu', '131072', '+sd', '127.0.0.1', String(port), dir], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TCP_NODELAY: '1' } });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`storescu ended with ${code}`))));
  });
}

async function orthancStudy(httpPort: number): Promise<string> {
  const [study] = (await (await fetch(`http://127.0.0.1:${httpPort}/studies`)).json()) as string[];
  return study!;
}

async function orthancForward(httpPort: number, study: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${httpPort}/modalities/storescp/store`, { method: 'POST', body: JSON.stringify({ Resources: [study], Synchronous: true, Timeout: 120 }) });
  const said = (await answer.json()) as { FailedInstancesCount?: number; InstancesCount?: number };
  if (!answer.ok || said.FailedInstancesCount !== 0 || said.InstancesCount !== CT.objects) throw new Error(`Orthanc sent ${said.InstancesCount} images, ${said.FailedInstancesCount} failed.`);
}

async function measure(one: Contender, target: Peer): Promise<Run> {
  const before = one.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const started = performance.now();
  await one.forward();
  const seconds = (performance.now() - started) / 1000;
  const used = one.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0) - before;
  const held = await target.count();
  if (held !== CT.objects) throw new Error(`After ${one.name} the target holds ${held} of ${CT.objects} images.`);
  return { perSecond: CT.objects / seconds, cpuMs: (used / CT.objects) * 1000 };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, associations: { type: 'string' } } });
  const temp = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'causeway-bench-'));
  const site = await Site.start();
  const peers: Peer[] = [];
  try {
    const objects = [...madeObjects(CT)];
    const [sets, files] = [path.join(temp, 'sets'), path.join(temp, 'files')];
    writeObjects(sets, objects);
    fs.mkdirSync(files);
    objects.forEach((object, i) => fs.writeFileSync(path.join(files, `${String(i).padStart(5, '0')}.dcm`), fileOf(object)));
    const target = await startStorescp(path.join(temp, 'target'), { fork: true });
    const orthanc = await startOrthanc(path.join(temp, 'orthanc'), { modalities: { storescp: ['STORESCP', '127.0.0.1', target.port] } });
    peers.push(target, orthanc);
    await site.run('receiver');
    for (const [port, called] of [[site.dicomPort, 'CAUSEWAY'], [orthanc.port, 'ORTHANC']] as const) {
      const { bad } = await blast({ port, called, associations: 2, dir: sets });
      if (bad > 0) throw new Error(`${called} did not take ${bad} images.`);
    }
    const release = await prepare(site, target, 'STORESCP', values.associations ? Number(values.associations) : null);
    await site.sql('delete from job');
    const worker = await site.run('worker');
    const study = await orthancStudy(orthanc.httpPort);
    const contenders: Contender[] = [
      { name: 'causeway', pids: [worker.pid, site.postgres.pid], forward: () => transfer(site, release) },
      { name: 'orthanc', pids: [orthanc.program.pid], forward: () => orthancForward(orthanc.httpPort, study) },
      { name: 'storescu', pids: [], forward: () => storescu(target.port, files) },
    ];
    say('warming up');
    // Twice: what we run is compiled while it runs, and only then runs as it does all day.
    for (const one of [...contenders, ...contenders]) await measure(one, target);
    const runs: Record<string, Run[]> = Object.fromEntries(contenders.map((c) => [c.name, []]));
    for (let round = 0; round < Number(values.rounds); round++) {
      // A different order each round: whoever comes first pays for what the machine was still doing.
      for (let i = 0; i < contenders.length; i++) {
        const one = contenders[(i + round) % contenders.length]!;
        const run = await measure(one, target);
        runs[one.name]!.push(run);
        say(`round ${round + 1} ${one.name.padEnd(8)} ${run.perSecond.toFixed(0).padStart(5)}/s  ${run.cpuMs.toFixed(2)} ms CPU  load ${loadAverage()}`);
      }
    }
    const rates = (who: string): number[] => runs[who]!.map((r) => r.perSecond);
    const [ofOrthanc, ofStorescu] = [paired(rates('causeway'), rates('orthanc')), paired(rates('causeway'), rates('storescu'))];
    const pass = ofOrthanc.median >= LEAST_OF_ORTHANC && ofStorescu.median >= LEAST_OF_STORESCU;
    const figures = {
      cores: os.availableParallelism(), rounds: Number(values.rounds), images: CT.objects, associations: values.associations ?? 'as the product sets out',
      perSecond: Object.fromEntries(contenders.map((c) => [c.name, spread(rates(c.name))])),
      cpuMs: { causeway: spread(runs['causeway']!.map((r) => r.cpuMs)), orthanc: spread(runs['orthanc']!.map((r) => r.cpuMs)) },
      timesOrthanc: ofOrthanc, timesStorescu: ofStorescu,
    };
    process.stdout.write(`${JSON.stringify({ name: 'forward', pass, figures })}\n`);
    process.exitCode = pass ? 0 : 1;
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
    await site.stop();
    fs.rmSync(temp, { recursive: true, force: true });
  }
}

if (!(await sentInstead())) await main();
