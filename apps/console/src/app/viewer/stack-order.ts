import type { InstanceView } from '@causeway/contracts';
import type { DocumentInstance, Frame, SeriesPlace } from './viewer-model';

export interface SeriesContent {
  readonly frames: readonly Frame[];
  readonly documents: readonly DocumentInstance[];
}

/** Frames of a series in the order the server gave (it knows positions), each frame of a multi-frame object one after the other; what has no pixels apart. */
export function contentOf(place: SeriesPlace, instances: readonly InstanceView[]): SeriesContent {
  const frames: Frame[] = [];
  const documents: DocumentInstance[] = [];
  for (const instance of instances) {
    if (instance.seriesUid !== place.seriesUid) continue;
    if (!instance.rows || !instance.columns) {
      documents.push({ place, sopUid: instance.sopUid, sopClass: instance.sopClass, number: instance.number });
      continue;
    }
    const count = Math.max(1, instance.frames);
    for (let frame = 1; frame <= count; frame++) {
      frames.push({
        key: `${instance.sopUid}/${frame}`,
        place,
        sopUid: instance.sopUid,
        number: instance.number,
        frame,
        frames: count,
        bytes: instance.bytes,
        transferSyntax: instance.transferSyntax,
        findings: instance.findings,
      });
    }
  }
  return { frames, documents };
}

/** Where a list opens: at its middle, where a stack shows most; a multi-frame loop at its beginning. */
export function openingIndex(frames: readonly Frame[]): number {
  const loop = frames.length > 0 && frames.every((f) => f.sopUid === frames[0]?.sopUid);
  return loop ? 0 : Math.floor(Math.max(0, frames.length - 1) / 2);
}

/** The same picture in a list that was read again; the nearest place when it is gone. */
export function sameIndex(frames: readonly Frame[], key: string | null, index: number): number {
  const found = key === null ? -1 : frames.findIndex((f) => f.key === key);
  return found >= 0 ? found : Math.max(0, Math.min(index, frames.length - 1));
}

/** Indices worth fetching next, most useful first: ahead in the direction of travel, some behind, and round the end for a loop that runs. */
export function nearestIndices(index: number, direction: 1 | -1, length: number, ahead: number, behind: number, loops = false): number[] {
  const wanted: number[] = [];
  const add = (i: number): void => {
    const at = loops ? ((i % length) + length) % length : i;
    if (at >= 0 && at < length && at !== index && !wanted.includes(at)) wanted.push(at);
  };
  for (let step = 1; step <= Math.max(ahead, behind); step++) {
    if (step <= ahead) add(index + step * direction);
    if (step <= behind) add(index - step * direction);
  }
  return wanted;
}
