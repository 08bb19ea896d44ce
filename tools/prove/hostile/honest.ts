// Honest partners in a process of their own: what they are answered, and how soon, while others attack.
import { spawn, type ChildProcess } from 'node:child_process';
import http from 'node:http';
import { connectHl7Sender, type Hl7Sender } from '@causeway/transport-hl7v2/testing';
import { Sender } from '../../bench/lib/dimse-sender';
import { CT_CLASS, EXPLICIT_LE, madeObjects } from '../../bench/lib/made-exams';
import { quantile } from '../../bench/lib/statistics';
import { digest } from '../lib/read-back';

export interface HonestJob {
  readonly dicomPort: number;
  readonly mllpPort: number;
  readonly httpPort: number;
}

type Service = 'echo' | 'store' | 'adt' | 'http';

export interface Served {
  readonly asked: number;
  /** Answers that were no success, and questions that got none, in a word each. */
  readonly failed: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

export interface HonestReport {
  /** Before the attack, and during it; milliseconds with connecting and associating. */
  readonly calm: Readonly<Record<Service, Served>>;
  readonly attacked: Readonly<Record<Service, Served>>;
  /** Acknowledged objects: digest of the data set under its study. */
  readonly acknowledged: readonly { readonly study: string; readonly sha256: string }[];
}

const FROM = '127.0.0.50';
const EVERY_MS: Readonly<Record<Service, number>> = { echo: 50, store: 400, adt: 400, http: 100 };
/** Most objects an honest partner has to send. */
const OBJECTS = 3000;

class Partner {
  private readonly times: Record<'calm' | 'attacked', Record<Service, number[]>> = { calm: { echo: [], store: [], adt: [], http: [] }, attacked: { echo: [], store: [], adt: [], http: [] } };
  private readonly failures: Record<'calm' | 'attacked', Record<Service, Record<string, number>>> = { calm: { echo: {}, store: {}, adt: {}, http: {} }, attacked: { echo: {}, store: {}, adt: {}, http: {} } };
  private readonly acknowledged: { study: string; sha256: string }[] = [];
  private phase: 'calm' | 'attacked' = 'calm';
  private over = false;
  private readonly objects = madeObjects({ objects: OBJECTS, perStudy: 100, size: 96 });
  private hl7: Hl7Sender | null = null;
  private told = 0;

  constructor(private readonly job: HonestJob) {}

  async run(): Promise<HonestReport> {
    process.on('message', (word) => {
      if (word === 'attacked') this.phase = 'attacked';
      else this.over = true;
    });
    await Promise.all([this.again('echo', () => this.echo()), this.again('store', () => this.store()), this.again('adt', () => this.tell()), this.again('http', () => this.look())]);
    this.hl7?.close();
    const served = (phase: 'calm' | 'attacked') => Object.fromEntries(Object.keys(EVERY_MS).map((name) => {
      const [times, failed] = [this.times[phase][name as Service], this.failures[phase][name as Service]];
      const of = (share: number): number => (times.length === 0 ? 0 : Math.round(quantile(times, share)));
      return [name, { asked: times.length, failed, p50: of(0.5), p99: of(0.99), longest: of(1) }];
    })) as Record<Service, Served>;
    return { calm: served('calm'), attacked: served('attacked'), acknowledged: this.acknowledged };
  }

  private async again(name: Service, ask: () => Promise<string>): Promise<void> {
    while (!this.over) {
      const { phase } = this;
      const since = performance.now();
      const answer = await ask().catch((error: Error) => error.message);
      const took = performance.now() - since;
      this.times[phase][name].push(took);
      const failed = this.failures[phase][name];
      if (answer !== 'ok') failed[answer] = (failed[answer] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, EVERY_MS[name] - took)));
    }
  }

  private async echo(): Promise<string> {
    const sender = await Sender.open({ port: this.job.dicomPort, calling: 'HONEST', from: FROM, patience: 20_000 });
    try {
      return (await sender.echo()) === 0 ? 'ok' : 'no success';
    } finally {
      sender.destroy();
    }
  }

  private async store(): Promise<string> {
    const object = this.objects.next().value;
    if (!object) return 'ok';
    const sender = await Sender.open({ port: this.job.dicomPort, calling: 'HONEST', from: FROM, patience: 20_000 }, [[CT_CLASS, EXPLICIT_LE]]);
    try {
      const status = await sender.store(object);
      if (status !== 0) return `status ${status.toString(16)}`;
      this.acknowledged.push({ study: object.studyInstanceUid, sha256: digest(object.dataSet) });
      return 'ok';
    } finally {
      sender.destroy();
    }
  }

  private async tell(): Promise<string> {
    if (!this.hl7 || this.hl7.closed) this.hl7 = await connectHl7Sender({ port: this.job.mllpPort, from: FROM });
    const control = `H${process.pid}-${++this.told}`;
    const answer = await this.hl7.send(`MSH|^~\\&|HIS|HOME|CW|HOME|20261124100000||ADT^A08^ADT_A01|${control}|P|2.5.1\rEVN|A08|20261124100000\rPID|1||${1000 + (this.told % 50)}^^^HOME^MR||Sample^Simon||19700101|M\r`);
    const code = /\rMSA\|(\w\w)\|/.exec(answer ?? '')?.[1];
    return code === 'AA' || code === 'CA' ? 'ok' : (code ?? 'no answer');
  }

  private look(): Promise<string> {
    return new Promise((resolve, reject) => {
      http.get({ host: '127.0.0.1', port: this.job.httpPort, path: '/health/ready', localAddress: FROM, agent: false, timeout: 20_000 }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode === 200 ? 'ok' : String(answer.statusCode)));
      }).on('error', reject).on('timeout', function timeout(this: http.ClientRequest) { this.destroy(new Error('no answer in time')); });
    });
  }
}

/** True when this process was started as the honest partners; then it is them until it is told to stop. */
export async function honestInstead(): Promise<boolean> {
  const at = process.argv.indexOf('--honest');
  if (at < 0) return false;
  process.stdout.write(`${JSON.stringify(await new Partner(JSON.parse(process.argv[at + 1]!) as HonestJob).run())}\n`);
  process.disconnect?.();
  return true;
}

export interface Honest {
  readonly process: ChildProcess;
  /** From now on everything counts as asked under attack. */
  attacked(): void;
  report(): Promise<HonestReport>;
}

/** Runs this very program again as the honest partners. */
export function startHonest(job: HonestJob): Honest {
  const child = spawn(process.execPath, [process.argv[1]!, '--honest', JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let said = '';
  child.stdout!.on('data', (bytes: Buffer) => { said += bytes.toString(); });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    process: child,
    attacked: () => void child.send('attacked'),
    report: async () => {
      child.send('stop');
      await ended;
      return JSON.parse(said) as HonestReport;
    },
  };
}
