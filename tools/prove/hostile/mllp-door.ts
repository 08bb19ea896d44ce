// Attacks over MLLP: floods without end, messages that are none, silence.
import net, { type Socket } from 'node:net';
import { connectHl7Sender } from '@causeway/transport-hl7v2/testing';
import { wait } from '../lib/house';
import { Attacks, type Outcome, type Target } from './attack';

const PATIENCE_MS = 90_000;
const MIB = 2 ** 20;
const MSH = 'MSH|^~\\&|MAD|SENDING|CW|HOME|20261124100000||ADT^A08^ADT_A01|';

export async function attackMllp(target: Target): Promise<Outcome[]> {
  const attacks = new Attacks('mllp');
  const answered = (text: string, from = '127.0.0.60') => say(target, `\x0b${text}\x1c\r`, from);
  await attacks.play('no message header', /^A[ER]$/, () => answered('PID|1||4711\r'));
  await attacks.play('separators that are none', /^A[ER]$/, () => answered('MSHAAAAAAAAAAAAAAAAAAAA\r'));
  await attacks.play('a field of 1 MiB', /^(AA|A[ER])$/, () => answered(`${MSH}A1|P|2.5.1\rEVN|A08\rPID|1||${'9'.repeat(MIB)}^^^HOME^MR\r`));
  await attacks.play('100,000 segments', /^(AA|A[ER])$/, () => answered(`${MSH}A2|P|2.5.1\r${'NTE|1||x\r'.repeat(100_000)}`));
  await attacks.play('100,000 repetitions and components', /^(AA|A[ER])$/, () => answered(`${MSH}A3|P|2.5.1\rPID|1||${'1^^^A~'.repeat(100_000)}|${'^'.repeat(100_000)}\r`));
  await attacks.play('escapes without end', /^(AA|A[ER])$/, () => answered(`${MSH}A4|P|2.5.1\rPID|1||${'\\X00\\'.repeat(10_000)}\\X${'F'.repeat(10_000)}\r`));
  await attacks.play('5 MiB in one message', /^(AR|cut)$/, () => answered(`${MSH}A5|P|2.5.1\rNTE|1||${'x'.repeat(5 * MIB)}\r`));
  await attacks.play('noise without a start block', /^cut$/, () => say(target, 'GET / HTTP/1.1\r\n'.repeat(1000), '127.0.0.61'));
  await attacks.play('another start block inside a message', /^(A[AER]|cut)$/, () => answered(`${MSH}A6\x0b${MSH}A7|P|2.5.1\r`));
  await attacks.play('a message of a type nobody takes', /^A[ER]$/, () => answered(`${MSH.replace('ADT^A08^ADT_A01', 'ZZZ^Z99')}A8|P|2.5.1\r`));
  await attacks.play('a sender nobody knows', /^A[ER]$/, () => answered(`${MSH.replace('MAD|SENDING', 'WHO|KNOWS')}A9|P|2.5.1\rEVN|A08\rPID|1||1^^^HOME^MR||A^B\r`));
  await attacks.play('1,000 messages without waiting', /^(1000 answers|[1-9]\d* answers, then cut)$/, () => pipeline(target, 1000));
  await attacks.play('100 connections of one address', /^16 kept$/, () => crowd(target));
  await attacks.play('messages without end on 64 connections', /^held$/, () => flood(target, target.short ? 3000 : 20_000));
  return attacks.outcomes;
}

/** The acknowledgement code, or `cut`. */
async function say(target: Target, bytes: string, from: string): Promise<string> {
  const sender = await connectHl7Sender({ port: target.mllpPort, from });
  try {
    sender.write(bytes);
    const answer = await Promise.race([sender.answer(), wait(PATIENCE_MS).then(() => 'nothing')]);
    return answer === null ? 'cut' : (/\rMSA\|(\w\w)/.exec(answer)?.[1] ?? answer.slice(0, 40));
  } finally {
    sender.close();
  }
}

async function pipeline(target: Target, n: number): Promise<string> {
  const sender = await connectHl7Sender({ port: target.mllpPort, from: '127.0.0.62' });
  try {
    for (let i = 0; i < n; i++) sender.write(`\x0b${MSH}P${i}|P|2.5.1\rEVN|A08\rPID|1||1^^^HOME^MR||A^B\r\x1c\r`);
    for (let answers = 0; answers < n; answers++) {
      const answer = await Promise.race([sender.answer(), wait(PATIENCE_MS).then(() => undefined)]);
      if (answer === undefined) return `nothing after ${answers} answers`;
      if (answer === null) return `${answers} answers, then cut`;
    }
    return `${n} answers`;
  } finally {
    sender.close();
  }
}

async function crowd(target: Target): Promise<string> {
  const sockets = Array.from({ length: 100 }, () => net.connect({ port: target.mllpPort, host: '127.0.0.1', localAddress: '127.0.0.63' }).on('error', () => undefined));
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => { socket.once('connect', () => resolve()); socket.once('close', () => resolve()); })));
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open').length > 16; ) await wait(50);
  const kept = sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open').length;
  for (const socket of sockets) socket.destroy();
  return `${kept} kept`;
}

/** Each connection begins a message and never ends it; one that is closed begins again. */
async function flood(target: Target, ms: number): Promise<string> {
  const sockets = new Set<Socket>();
  const block = Buffer.alloc(64 * 1024, 'NTE|1||never ending|');
  let over = false;
  const open = (i: number): void => {
    if (over) return;
    const socket = net.connect({ port: target.mllpPort, host: '127.0.0.1', localAddress: `127.0.0.${70 + (i % 16)}` });
    sockets.add(socket);
    const more = (): void => { if (!over && socket.writable && socket.write(block)) setImmediate(more); };
    socket.on('connect', () => { socket.write(`\x0b${MSH}F${i}|P|2.5.1\r`); more(); });
    socket.on('drain', more);
    socket.on('error', () => undefined);
    socket.on('close', () => { sockets.delete(socket); setTimeout(open, 200, i); });
    socket.resume();
  };
  for (let i = 0; i < 64; i++) open(i);
  await wait(ms);
  over = true;
  for (const socket of sockets) socket.destroy();
  return 'held';
}

/** Connections that say nothing, opened again whenever they are closed. Returns how to stop. */
export function loiterMllp(target: Target, silent: number): () => void {
  const sockets = new Set<Socket>();
  let stopped = false;
  const open = (i: number): void => {
    if (stopped) return;
    const socket = net.connect({ port: target.mllpPort, host: '127.0.0.1', localAddress: `127.0.0.${100 + (i % 20)}` });
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => { sockets.delete(socket); setTimeout(open, 500, i); });
  };
  for (let i = 0; i < silent; i++) open(i);
  return () => {
    stopped = true;
    for (const socket of sockets) socket.destroy();
  };
}
