/** The attributes of a stored object without its pixel data: read until there and no further. */
import { COLLECT_LIMITS, DataSetCollector, type CollectLimits } from '../data-set/read-data-set';
import type { DataSet } from '../data-set/data-set';
import { OBJECT_LIMITS, type ObjectLimits } from '../limits';
import type { TransferSyntax } from '../registry/transfer-syntax';
import { failureOf, type Failure } from '../structure/verdict';
import { feedAll, ObjectFeed, type ByteSource } from './object-feed';

/** Group 7FE0 holds the pixel data and its offset tables. */
const PIXEL_GROUP = 0x7fe00000;

export interface HeaderOptions {
  /** Of a bare data set; left out for a file. */
  readonly transferSyntaxUid?: string;
  readonly limits?: ObjectLimits;
  readonly collect?: CollectLimits;
}

export interface Header {
  readonly dataSet: DataSet;
  readonly transferSyntaxUid: string;
  /** First byte of the data set in the source. */
  readonly dataSetOffset: number;
  /** An element of group 7FE0 follows. */
  readonly pixelsFollow: boolean;
}

export type HeaderResult = { readonly kind: 'header'; readonly header: Header } | { readonly kind: 'failure'; readonly failure: Failure };

export async function readHeader(source: ByteSource, options: HeaderOptions = {}): Promise<HeaderResult> {
  let collector: DataSetCollector | null = null;
  const open = (syntax: TransferSyntax): DataSetCollector => {
    collector = new DataSetCollector(syntax, { limits: options.collect ?? COLLECT_LIMITS, stopBefore: PIXEL_GROUP });
    return collector;
  };
  const feed = new ObjectFeed(open, options.limits ?? OBJECT_LIMITS, options.transferSyntaxUid);
  await feedAll(feed, source);
  const opened = collector as DataSetCollector | null;
  const fed = feed.failure ?? (opened?.stopped ? null : feed.inflateFailure);
  if (fed || !opened) return { kind: 'failure', failure: failureOf(fed ?? 'empty', 0) };
  const read = opened.finish();
  if (read.kind === 'failure') return read;
  const header: Header = {
    dataSet: read.dataSet,
    transferSyntaxUid: feed.syntax!.uid,
    dataSetOffset: feed.head?.dataSetOffset ?? 0,
    pixelsFollow: opened.stopped,
  };
  return { kind: 'header', header };
}
