import { OBJECT_LIMITS, StructureWalker, TAKE, tagHex, transferSyntax, type ElementHead, type WalkHandler } from '../src/index';

/** Every top-level element of a data set as its own bytes, by tag: what a copy must leave alone can be held against what it was. */
export function topLevelBytes(dataSet: Buffer, transferSyntaxUid: string): Map<string, Buffer> {
  const spans: { tag: string; start: number }[] = [];
  const handler: WalkHandler = {
    element(head: ElementHead) {
      if (head.depth === 0) spans.push({ tag: tagHex(head.tag), start: head.start });
      return TAKE.skip;
    },
    item: () => TAKE.skip,
  };
  const walker = new StructureWalker(transferSyntax(transferSyntaxUid), OBJECT_LIMITS, handler);
  walker.push(dataSet);
  const failure = walker.end();
  if (failure) throw new Error(`The data set cannot be walked: ${failure.reason} at ${failure.at}.`);
  return new Map(spans.map(({ tag, start }, i) => [tag, dataSet.subarray(start, spans[i + 1]?.start ?? dataSet.length)]));
}

/** Tags whose bytes differ, or that only one of the two has. */
export function differingTags(before: ReadonlyMap<string, Buffer>, after: ReadonlyMap<string, Buffer>): string[] {
  const tags = new Set([...before.keys(), ...after.keys()]);
  return [...tags].filter((tag) => !before.has(tag) || !after.has(tag) || !before.get(tag)!.equals(after.get(tag)!)).sort();
}
