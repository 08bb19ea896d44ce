import fs from 'node:fs';
import path from 'node:path';
import { newId } from '../../ids';

/** What one landing buffer holds, and the most one write of it brings. */
export const LANDING_BYTES = 1024 * 1024;
/** Writes begin at multiples of this, and so do the buffers they come from: no disk has larger blocks (open(2), O_DIRECT). */
export const BLOCK_BYTES = 4096;
/** Pages of WebAssembly memory are 64 KiB (WebAssembly core specification 4.2.8). */
const PAGES = LANDING_BYTES / 65_536;
/** Buffers made at a time: each memory keeps a large range of addresses to itself. */
const AT_ONCE = 4;
/** Buffers kept for the next object. */
const MOST_KEPT = 32;

const { O_CREAT, O_DSYNC, O_EXCL, O_WRONLY } = fs.constants;
const OPEN_FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_DSYNC;

/** The first multiple of a block at or behind this byte. */
export const blockEnd = (at: number): number => Math.ceil(at / BLOCK_BYTES) * BLOCK_BYTES;

/**
 * Buffers that go from the socket to the disk without the system's cache between them. The disk takes them only from addresses that are multiples of its
 * blocks, and the memory of WebAssembly is the one memory here that begins at a page. They go round: the one given back last, which is still near the
 * processor, is taken first.
 */
export class LandingBuffers {
  private readonly free: Buffer[] = [];

  take(): Buffer {
    if (this.free.length === 0) this.make();
    return this.free.pop()!;
  }

  give(buffer: Buffer): void {
    if (this.free.length < MOST_KEPT) this.free.push(buffer);
  }

  private make(): void {
    const pages = PAGES * AT_ONCE;
    const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages });
    for (let i = AT_ONCE - 1; i >= 0; i--) this.free.push(Buffer.from(buffer, i * LANDING_BYTES, LANDING_BYTES));
  }
}

/**
 * How a segment in this folder is opened: new, durable with each write, and past the system's cache where the file system can. Outside exams are written once
 * and read little: through the cache each would take the place of something that is read again, and cost its finding and copying.
 */
export function openFlags(dir: string): number {
  const direct = OPEN_FLAGS | (fs.constants.O_DIRECT ?? 0);
  const probe = path.join(dir, `probe-${newId()}`);
  let fd = -1;
  try {
    fd = fs.openSync(probe, direct, 0o600);
    const buffers = new LandingBuffers();
    return fs.writeSync(fd, buffers.take(), 0, BLOCK_BYTES, 0) === BLOCK_BYTES ? direct : OPEN_FLAGS;
  } catch {
    return OPEN_FLAGS;
  } finally {
    if (fd >= 0) fs.closeSync(fd);
    fs.rmSync(probe, { force: true });
  }
}
