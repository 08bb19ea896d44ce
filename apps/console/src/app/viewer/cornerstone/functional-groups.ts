import { firstItem, numbersOf, type ParsedDataSet } from './parsed-data-set';

// Enhanced objects keep rescale and window in functional groups (PS3.3 C.7.6.16.2.9, .10). The loader lifts the groups of a frame to the
// top of its data set, but looks for these values only where classic objects have them.

export interface RescaleValues {
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  readonly rescaleType: string | undefined;
}

/** Pixel Value Transformation of a frame; undefined where there is none, and for classic objects. */
export function frameRescale(dataSet: ParsedDataSet): RescaleValues | undefined {
  const item = firstItem(dataSet, '00289145');
  const slope = item && numbersOf(item, '00281053')?.[0];
  const intercept = item && numbersOf(item, '00281052')?.[0];
  if (!item || slope === undefined || intercept === undefined || slope === 0) return undefined;
  return { rescaleSlope: slope, rescaleIntercept: intercept, rescaleType: item.string('x00281054') };
}

export interface WindowValues {
  readonly windowCenter: number[];
  readonly windowWidth: number[];
  readonly voiLUTFunction: string | undefined;
}

/** Frame VOI LUT of a frame; undefined where there is none, and for classic objects. */
export function frameWindow(dataSet: ParsedDataSet): WindowValues | undefined {
  const item = firstItem(dataSet, '00289132');
  const windowCenter = item && numbersOf(item, '00281050');
  const windowWidth = item && numbersOf(item, '00281051');
  return item && windowCenter && windowWidth ? { windowCenter, windowWidth, voiLUTFunction: item.string('x00281056') } : undefined;
}
