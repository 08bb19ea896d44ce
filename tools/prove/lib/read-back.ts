// Reads every object of a study back over WADO-RS and says which data sets came, by digest.
import { createHash } from 'node:crypto';
import http from 'node:http';

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Of a Part 10 file: the data set begins behind the file meta group, whose length its first element says (PS3.10 7.1). */
function dataSetOf(file: Buffer): Buffer {
  if (file.toString('latin1', 128, 132) !== 'DICM') throw new Error('This is no Part 10 file.');
  return file.subarray(144 + file.readUInt32LE(140));
}

/** The parts of a multipart body whose lengths are not known before (RFC 2046 5.1). */
function partsOf(body: Buffer, boundary: string): Buffer[] {
  const parts: Buffer[] = [];
  const line = Buffer.from(`--${boundary}`);
  const next = Buffer.from(`\r\n--${boundary}`);
  for (let at = body.indexOf(line); at >= 0; ) {
    const start = body.indexOf('\r\n\r\n', at);
    const end = start < 0 ? -1 : body.indexOf(next, start);
    if (end < 0) break;
    parts.push(body.subarray(start + 4, end));
    at = end + 2;
  }
  return parts;
}

/** Digests of the data sets of a study's instances. Throws when the answer is not 200 or broke off. */
export function readStudy(port: number, token: string, studyInstanceUid: string): Promise<Set<string>> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*', authorization: `Bearer ${token}` };
    http.get({ host: '127.0.0.1', port, path: `/api/v1/dicomweb/studies/${studyInstanceUid}`, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode !== 200 || !answer.complete) return reject(new Error(`A study was answered with ${answer.statusCode}${answer.complete ? '' : ' and broke off'}.`));
        const boundary = /boundary="?([^";]+)"?/.exec(answer.headers['content-type'] ?? '')?.[1] ?? '';
        return resolve(new Set(partsOf(Buffer.concat(parts), boundary).map((part) => digest(dataSetOf(part)))));
      });
    }).on('error', reject);
  });
}
