// Attacks over DIMSE: objects, PDUs, associations, silence.
import { randomBytes } from 'node:crypto';
import net, { type Socket } from 'node:net';
import { hostileScripts, playRaw, rawPdu, type Expected, type RawOutcome } from '@causeway/transport-dimse/testing';
import { associateRequest, Refused, Sender } from '../../bench/lib/dimse-sender';
import { wait } from '../lib/house';
import { Attacks, sideBySide, type Outcome, type Target } from './attack';
import { honestObject, type HostileObject } from './objects';

/** A partner of ours that has gone mad: known, so that what it sends is looked at. */
const CALLING = 'HOSTILE';
const PATIENCE_MS = 60_000;
const AT_ONCE = 4;
/** Statuses by what became of the object (PS3.4 table B.2-1, PS3.7 annex C). */
const ALLOWED: Readonly<Record<HostileObject['verdict'], RegExp>> = { take: /^status 0$/, limit: /^status a7/, fault: /^(status (a7|a9|c|117|122)|abort)/ };

export async function attackDicom(target: Target, objects: readonly HostileObject[]): Promise<Outcome[]> {
  const attacks = new Attacks('dicom');
  await sendObjects(target, objects, attacks);
  await sideBySide(hostileScripts('CAUSEWAY'), AT_ONCE, ({ name, steps, expected }) =>
    // our answers come at once, so requests that do not wait need not pile up
    attacks.play(name, name.startsWith('17 requests') ? /./ : allowedOf(expected), async () => seen(await playRaw(target.dicomPort, steps, PATIENCE_MS))));
  await attacks.play('a request of 255 KiB', /^(abort|reject|cut|accepted)/, async () => seen(await playRaw(target.dicomPort, [{ write: padded(255 * 1024) }, { untilPdus: 1 }, { hangUp: true }], PATIENCE_MS)));
  await attacks.play('a request of 10 MiB', /^(abort|cut)/, async () => seen(await playRaw(target.dicomPort, [{ write: padded(10 * 2 ** 20) }], PATIENCE_MS)));
  const rounds = target.short ? 4 : 20;
  for (const [name, bytes] of Object.entries({ 'a request of 2 GiB': '01007fffffff', 'data of 4 GiB': '0400ffffffff', 'data of 2 GiB': '04007fffffff' })) {
    await attacks.play(`${name}, ${rounds * 50} times`, /^abort$/, () => together(rounds, () => playRaw(target.dicomPort, [{ write: Buffer.from(bytes, 'hex') }], PATIENCE_MS)));
  }
  await attacks.play('noise on 100 connections', /^(abort|cut)( (abort|cut))?$/, () => together(2, () => playRaw(target.dicomPort, [{ write: Buffer.concat([Buffer.from([0x80 + Math.floor(Math.random() * 100)]), randomBytes(20_000)]) }], PATIENCE_MS)));
  await attacks.play('100 associations of one address', /^8 taken, 92 turned away for now$/, () => crowd(target));
  await attacks.play('objects broken off in the middle', /^all gone$/, () => halves(target, target.short ? 20 : 200));
  return attacks.outcomes;
}

export async function sendObjects(target: Target, objects: readonly HostileObject[], attacks = new Attacks('dicom')): Promise<void> {
  await sideBySide(objects, AT_ONCE, ({ name, object, verdict }) => attacks.play(name, ALLOWED[verdict], () => store(target, object)));
}

async function store(target: Target, { sopClassUid, sopInstanceUid, transferSyntaxUid, bytes }: HostileObject['object']): Promise<string> {
  const sender = await Sender.open({ port: target.dicomPort, calling: CALLING, from: '127.0.0.3', patience: PATIENCE_MS }, [[sopClassUid, transferSyntaxUid]]);
  try {
    return `status ${(await sender.store({ sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet: bytes })).toString(16)}`;
  } catch (error) {
    return /type 7/.test((error as Error).message) ? 'abort' : (error as Error).message;
  } finally {
    sender.destroy();
  }
}

const allowedOf = (expected: Expected): RegExp => {
  if (typeof expected === 'object') return new RegExp(`^status ${expected.status.toString(16)}$`);
  return { abort: /^abort$/, reject: /^reject$/, release: /^release$/, cut: /^(cut|accepted)$/ }[expected];
};

/** The last PDU in a word; a connection that is still open after the patience is `nothing`. */
function seen({ pdus, ended }: RawOutcome): string {
  const last = pdus.at(-1);
  if (last?.[0] === 4) return `status ${statusOf(last).toString(16)}`;
  if (!ended && last?.[0] !== 2) return 'nothing';
  return { 2: 'accepted', 3: 'reject', 6: 'release', 7: 'abort' }[last?.[0] ?? 0] ?? 'cut';
}

/** (0000,0900) in the command of a P-DATA-TF with one value. */
function statusOf(pdu: Buffer): number {
  const at = pdu.indexOf(Buffer.from('0000000902000000', 'hex'));
  return at < 0 ? -1 : pdu.readUInt16LE(at + 8);
}

/** An association request whose implementation version name goes on and on. */
function padded(bytes: number): Buffer {
  const request = associateRequest('CAUSEWAY', CALLING, [['1.2.840.10008.1.1', '1.2.840.10008.1.2']]).subarray(6);
  return rawPdu(1, Buffer.concat([request, Buffer.alloc(bytes - request.length)]));
}

async function together(rounds: number, one: () => Promise<RawOutcome>): Promise<string> {
  const words = new Set<string>();
  for (let round = 0; round < rounds; round++) for (const outcome of await Promise.all(Array.from({ length: 50 }, one))) words.add(seen(outcome));
  return [...words].toSorted().join(' ');
}

async function crowd(target: Target): Promise<string> {
  const opened = await Promise.allSettled(Array.from({ length: 100 }, () => Sender.open({ port: target.dicomPort, calling: CALLING, from: '127.0.0.4', patience: PATIENCE_MS })));
  const taken = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const later = opened.filter((one) => one.status === 'rejected' && one.reason instanceof Refused && one.reason.result === 2).length;
  for (const sender of taken) sender.destroy();
  return `${taken.length} taken, ${later} turned away for now`;
}

async function halves(target: Target, times: number): Promise<string> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, bytes } = honestObject();
  await sideBySide(Array.from({ length: times }, (_, i) => i), AT_ONCE, async (i) => {
    const sender = await Sender.open({ port: target.dicomPort, calling: CALLING, from: '127.0.0.6', patience: PATIENCE_MS }, [[sopClassUid, transferSyntaxUid]]);
    const sending = sender.store({ sopClassUid, sopInstanceUid: `${sopInstanceUid}.${i}`.slice(0, 64), transferSyntaxUid, dataSet: bytes.subarray(0, bytes.length >> 1) }, false);
    await wait(5);
    sender.destroy();
    await sending.catch(() => undefined);
  });
  return 'all gone';
}

/** Sockets that say nothing and sockets that say one byte a second, opened again whenever they are closed. Returns how to stop. */
export function loiter(target: Target, silent: number, slow: number): () => void {
  const sockets = new Set<Socket>();
  let stopped = false;
  const request = associateRequest('CAUSEWAY', CALLING, [['1.2.840.10008.1.1', '1.2.840.10008.1.2']]);
  const open = (i: number): void => {
    if (stopped) return;
    const socket = net.connect({ port: target.dicomPort, host: '127.0.0.1', localAddress: `127.0.0.${10 + (i % 20)}` });
    sockets.add(socket);
    let at = 0;
    const drip = i < silent ? null : setInterval(() => socket.writable && socket.write(request.subarray(at, ++at)), 1000);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (drip) clearInterval(drip);
      sockets.delete(socket);
      setTimeout(open, 100, i);
    });
  };
  for (let i = 0; i < silent + slow; i++) open(i);
  return () => {
    stopped = true;
    for (const socket of sockets) socket.destroy();
  };
}
