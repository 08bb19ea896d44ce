// Delivery to software somebody else wrote: a localised copy goes to dcmtk's storescp, and what arrives is held against what came in.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { applyLocalise, identityChanges, localisedLength, planLocalise, readFileHead, tagHex, writeFileHead, type LocalisePlan, type LocalText } from '@causeway/dicom';
import { differingTags, topLevelBytes } from '@causeway/dicom/testing';
import type { OutgoingInstance } from '@causeway/transport-kit';
import { dimse } from '@causeway/transport-dimse';
import { startStorescp } from '../../bench/lib/peers';
import type { Sample } from './samples';

const ORIGINAL_ATTRIBUTES = '04000561';
const plain = (text: string): LocalText => ({ text, ascii: text });
/** Group length (PS3.5 7.2): it must follow what changes in its group. */
const isGroupLength = (tag: string): boolean => tag.endsWith('0000');
const isPrivate = (tag: string): boolean => parseInt(tag.slice(0, 4), 16) % 2 === 1;
const HEAD_BYTES = 65_536;

export interface Delivered {
  /** Objects storescp took. */
  readonly objects: number;
  /** Objects of classes or syntaxes it does not offer. */
  readonly notOffered: number;
  readonly privateElements: number;
  /** Objects whose names are written with ISO 2022 escapes, read alike by dcmtk before and after. */
  readonly iso2022: number;
  readonly faults: readonly string[];
}

interface Copy {
  readonly sample: Sample;
  readonly plan: LocalisePlan;
}

async function copyOf(sample: Sample): Promise<Copy | string> {
  const changes = identityChanges({ patientId: plain('LOCAL-1'), issuerOfPatientId: plain('HOME'), accessionNumber: plain('ACC-1') });
  const modification = { source: plain('SENDER'), modifyingSystem: plain('CAUSEWAY'), at: new Date(), reason: 'COERCE' } as const;
  const planned = await planLocalise([sample.dataSet], { changes, keepOutsidePatientId: {}, modification }, { transferSyntaxUid: sample.transferSyntaxUid });
  return planned.kind === 'plan' ? { sample, plan: planned.plan } : `${sample.name}: no copy can be made, ${planned.reason}`;
}

async function bytesOf({ sample, plan }: Copy): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of applyLocalise([sample.dataSet], plan)) parts.push(part);
  return Buffer.concat(parts);
}

async function outgoing(copy: Copy): Promise<OutgoingInstance> {
  const { sample, plan } = copy;
  return {
    sopClassUid: sample.sopClassUid, sopInstanceUid: sample.sopInstanceUid, studyInstanceUid: sample.studyUid, transferSyntaxUid: sample.transferSyntaxUid,
    dataSetBytes: localisedLength(plan, sample.dataSet.length) ?? (await bytesOf(copy)).length,
    dataSet: () => applyLocalise([sample.dataSet], plan),
    fileHead: () => writeFileHead({ sopClassUid: sample.sopClassUid, sopInstanceUid: sample.sopInstanceUid, transferSyntaxUid: sample.transferSyntaxUid, implementationClassUid: '2.25.79', implementationVersionName: 'PROOF' }),
  };
}

/** Person names as dcmtk reads them, escapes and all: Debian's cannot turn those of Japan into UTF-8. Both files have passed our own bounded reader. */
function namesRead(file: string): string {
  const { stdout } = spawnSync('dcmdump', ['-q', '+P', 'PatientName', '+P', 'ReferringPhysicianName', '+P', 'OperatorsName', file], { encoding: 'latin1' });
  return stdout.replace(/#.*$/gm, '').trim();
}

function filesIn(dir: string): Map<string, string> {
  return new Map(fs.readdirSync(dir).map((name) => path.join(dir, name)).flatMap((file) => {
    const read = readFileHead(fs.readFileSync(file), HEAD_BYTES, true);
    return read.kind === 'head' && read.head.mediaStorageSopInstanceUid ? [[read.head.mediaStorageSopInstanceUid, file] as const] : [];
  }));
}

/** What arrived of one object against what came in: nothing but what the plan names may differ. */
async function compare(copy: Copy, arrived: string): Promise<{ readonly privateElements: number; readonly fault: string | null }> {
  const { sample, plan } = copy;
  const file = fs.readFileSync(arrived);
  const read = readFileHead(file, HEAD_BYTES, true);
  if (read.kind !== 'head') return { privateElements: 0, fault: 'what arrived is no file' };
  const dataSet = file.subarray(read.head.dataSetOffset);
  if (plan.deflated) return { privateElements: 0, fault: dataSet.equals(await bytesOf(copy)) ? null : 'what arrived is not what was sent' };
  const [before, after] = [topLevelBytes(sample.dataSet, sample.transferSyntaxUid), topLevelBytes(dataSet, sample.transferSyntaxUid)];
  const meant = new Set([ORIGINAL_ATTRIBUTES, ...plan.differences.map((d) => tagHex(d.tag))]);
  const other = differingTags(before, after).filter((tag) => !meant.has(tag) && !isGroupLength(tag));
  return { privateElements: [...before.keys()].filter(isPrivate).length, fault: other.length > 0 ? `${other.join(', ')} changed on the way` : null };
}

export async function deliver(samples: readonly Sample[], temp: string): Promise<Delivered> {
  const faults: string[] = [];
  const dir = path.join(temp, 'delivered');
  const peer = await startStorescp(dir, { more: ['+xa', '-pm'] });
  try {
    const copies: Copy[] = [];
    for (const sample of samples) {
      const copy = await copyOf(sample);
      if (typeof copy === 'string') faults.push(copy);
      else copies.push(copy);
    }
    const line = await dimse.open(dimse.settings.parse({ host: '127.0.0.1', port: peer.port, calledAeTitle: 'STORESCP' }), { endpoint: 'proof', log: () => undefined });
    const instances = await Promise.all(copies.map(outgoing));
    const { results, failure } = await line.send!({ instances }, AbortSignal.timeout(300_000));
    await line.close();
    if (failure) faults.push(`Sending ended early: ${failure.detail}`);
    const refused = results.filter((r) => r.standing !== 'sent');
    const notOffered = new Set(refused.filter((r) => r.status === '0122H').map((r) => r.sopInstanceUid));
    for (const r of refused) if (!notOffered.has(r.sopInstanceUid)) faults.push(`${r.sopInstanceUid}: ${r.detail}`);
    // dcmtk closes the last file a moment after its answer
    await new Promise((resolve) => setTimeout(resolve, 300));
    const arrived = filesIn(dir);
    let [privateElements, iso2022, objects] = [0, 0, 0];
    for (const copy of copies) {
      const { sample } = copy;
      if (refused.some((r) => r.sopInstanceUid === sample.sopInstanceUid)) continue;
      const file = arrived.get(sample.sopInstanceUid);
      if (!file) {
        faults.push(`${sample.name}: storescp does not have it`);
        continue;
      }
      objects++;
      const compared = await compare(copy, file);
      privateElements += compared.privateElements;
      if (compared.fault) faults.push(`${sample.name}: ${compared.fault}`);
      if (!sample.characterSet.includes('ISO 2022')) continue;
      const original = path.join(temp, 'original.dcm');
      fs.writeFileSync(original, Buffer.concat([Buffer.from(await instances[copies.indexOf(copy)]!.fileHead()), sample.dataSet]));
      const [was, is] = [namesRead(original), namesRead(file)];
      if (was === '' || was !== is) faults.push(`${sample.name}: dcmtk reads other names than before`);
      else iso2022++;
    }
    return { objects, notOffered: notOffered.size, privateElements, iso2022, faults };
  } finally {
    await peer.stop();
  }
}
