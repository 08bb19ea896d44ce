// Ways in and the way out: C-STORE, STOW-RS, WADO-RS, each written apart from the product's own code.
import { readFileHead } from '@causeway/dicom';
import { Sender } from '../../bench/lib/dimse-sender';
import type { Sample } from './samples';

/** What a door did not take, as sentences. */
export type Faults = string[];

const CONTEXTS = 100;
const PER_REQUEST = 40;
const BOUNDARY = 'fidelity-31c9a6e2';
const HEAD_BYTES = 65_536;

export async function store(port: number, samples: readonly Sample[]): Promise<Faults> {
  const faults: Faults = [];
  const kinds = new Map(samples.map((s) => [`${s.sopClassUid} ${s.transferSyntaxUid}`, [s.sopClassUid, s.transferSyntaxUid] as const]));
  const all = [...kinds.values()];
  for (let at = 0; at < all.length; at += CONTEXTS) {
    const offered = all.slice(at, at + CONTEXTS);
    const sender = await Sender.open({ port }, offered);
    for (const sample of samples.filter((s) => offered.some(([c, t]) => c === s.sopClassUid && t === s.transferSyntaxUid))) {
      if (!sender.accepts(sample.sopClassUid, sample.transferSyntaxUid)) faults.push(`${sample.name}: C-STORE of ${sample.sopClassUid} in ${sample.transferSyntaxUid} is not accepted`);
      else {
        const status = await sender.store(sample);
        if (status !== 0) faults.push(`${sample.name}: C-STORE answered ${status.toString(16)}H`);
      }
    }
    await sender.release();
  }
  return faults;
}

export async function stow(base: string, token: string, samples: readonly Sample[]): Promise<Faults> {
  const faults: Faults = [];
  for (let at = 0; at < samples.length; at += PER_REQUEST) {
    const some = samples.slice(at, at + PER_REQUEST);
    const body = Buffer.concat([...some.flatMap((s) => [Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`), s.file, Buffer.from('\r\n')]), Buffer.from(`--${BOUNDARY}--\r\n`)]);
    const answer = await fetch(`${base}/studies`, {
      method: 'POST', body: new Uint8Array(body), headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`, accept: 'application/dicom+json' },
    });
    const said = (await answer.json()) as Record<string, { Value?: Record<string, { Value?: unknown[] }>[] } | undefined>;
    if (answer.status !== 200) faults.push(`STOW-RS answered ${answer.status}: ${answer.headers.get('warning') ?? JSON.stringify(said).slice(0, 300)}`);
    const referenced = new Set((said['00081199']?.Value ?? []).map((item) => String(item['00081155']?.Value?.[0])));
    for (const sample of some) if (!referenced.has(sample.sopInstanceUid)) faults.push(`${sample.name}: STOW-RS does not say that it is stored`);
  }
  return faults;
}

/** The data set of the only object of an answer of WADO-RS; a sentence when there is none. */
export async function retrieve(base: string, cookie: string, sample: Sample): Promise<Buffer | string> {
  const answer = await fetch(`${base}/studies/${sample.studyUid}/series/${sample.seriesUid}/instances/${sample.sopInstanceUid}`, {
    headers: { cookie, accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200) return `WADO-RS answered ${answer.status}`;
  const boundary = /boundary="?([^";]+)"?/.exec(answer.headers.get('content-type') ?? '')?.[1] ?? '';
  const begin = bytes.indexOf('\r\n\r\n') + 4;
  const end = bytes.lastIndexOf(`\r\n--${boundary}--`);
  const type = /content-type: *([^\r]+)/i.exec(bytes.toString('latin1', 0, begin))?.[1] ?? '';
  if (begin < 4 || end < begin) return 'WADO-RS gave no part';
  if (!type.includes(`transfer-syntax=${sample.transferSyntaxUid}`)) return `WADO-RS gave it as ${type}`;
  const file = bytes.subarray(begin, end);
  const read = readFileHead(file, HEAD_BYTES, true);
  if (read.kind !== 'head') return 'WADO-RS gave no file';
  if (read.head.transferSyntaxUid !== sample.transferSyntaxUid) return `the file says ${read.head.transferSyntaxUid}`;
  return file.subarray(read.head.dataSetOffset);
}
