// What processes cost, from /proc: CPU time and resident memory of a process and all its descendants.
import fs from 'node:fs';

const TICKS_PER_SECOND = 100;

function childrenOf(pid: number): number[] {
  try {
    return fs
      .readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => fs.readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** The process and its descendants that run now. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

/** Seconds of CPU of a tree so far, descendants that have ended included: their time is added to whoever waited for them. */
export function cpuSeconds(pid: number): number {
  let ticks = 0;
  for (const one of treeOf(pid)) {
    try {
      const stat = fs.readFileSync(`/proc/${one}/stat`, 'utf8');
      // utime, stime, cutime and cstime are fields 14 to 17; the name in brackets may hold spaces.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      ticks += (fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0);
    } catch {
      // Ended between the two looks.
    }
  }
  return ticks / TICKS_PER_SECOND;
}

function statusLine(pid: number, name: string): number {
  try {
    const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** MiB a tree holds in memory now. */
export const rssMiB = (pid: number): number => treeOf(pid).reduce((sum, one) => sum + statusLine(one, 'VmRSS'), 0);
/** Highest MiB a tree held: what each process ever had to itself, and once what all of them map from files, which is the same runtime. */
export function peakRssMiB(pid: number): number {
  const all = treeOf(pid).map((one) => ({ peak: statusLine(one, 'VmHWM'), mapped: statusLine(one, 'RssFile') }));
  return all.reduce((sum, { peak, mapped }) => sum + peak - mapped, Math.max(0, ...all.map((one) => one.mapped)));
}

/** Load of the machine over the last minute. */
export const loadAverage = (): number => Number(fs.readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);
