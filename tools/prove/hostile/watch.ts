// Watches the processes under attack: memory above what they held in the calm, and whether they are still the same ones.
import { rssMiB } from '../../bench/lib/process-tree';
import type { ApiScript, House } from '../lib/house';

const EVERY_MS = 100;
const PARENT = 'receiver-parent';
const SCRIPTS: readonly ApiScript[] = ['main', 'worker', 'receiver'];

export class Watch {
  private readonly before = new Map<number, number>();
  private readonly most = new Map<number, number>();
  private readonly names = new Map<number, string>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly house: House) {
    for (const [name, pid] of this.pids()) {
      this.names.set(pid, name);
      this.before.set(pid, ownRss(pid, name));
      this.most.set(pid, 0);
    }
    this.timer = setInterval(() => {
      for (const pid of this.names.keys()) this.most.set(pid, Math.max(this.most.get(pid)!, ownRss(pid, this.names.get(pid)!)));
    }, EVERY_MS);
  }

  /** MiB each program rose above the calm, at most; and programs that are not the processes they were. */
  end(): { readonly riseMiB: Readonly<Record<string, number>>; readonly calmMiB: Readonly<Record<string, number>>; readonly deaths: number } {
    clearInterval(this.timer);
    const now = new Set(this.pids().map(([, pid]) => pid));
    const by = (value: (pid: number) => number): Record<string, number> => Object.fromEntries([...this.names].map(([pid, name]) => [name, Math.round(value(pid))]));
    return { riseMiB: by((pid) => this.most.get(pid)! - this.before.get(pid)!), calmMiB: by((pid) => this.before.get(pid)!), deaths: [...this.names.keys()].filter((pid) => !now.has(pid)).length };
  }

  private pids(): [string, number][] {
    const found: [string, number][] = [];
    for (const script of SCRIPTS) {
      const { first, children } = this.house.pids(script);
      // the receiver's first process only keeps the others
      if (first !== undefined) found.push([script === 'receiver' ? PARENT : script, first]);
      children.forEach((pid, i) => found.push([i === 0 ? script : `${script} ${i + 1}`, pid]));
    }
    return found;
  }
}

/** The keeping process is measured without those it keeps. */
const ownRss = (pid: number, name: string): number => (name === PARENT ? 0 : rssMiB(pid));
