import { Enums, type Types, utilities } from '@cornerstonejs/core';
import { FrameFailure } from '../frame-failure';
import { type LookupTable, rangeOf, throughTable } from './lookup-table';

const JUST_OVER_ONE = 1.001;
const SHADINGS = new Set<string>(Object.values(Enums.VOILUTFunctionType));

/** What the loader leaves undone: look-up tables, windows a header cannot mean, colour of more than eight bits. */
export function finishImage(image: Types.IImage, window: { readonly given: boolean }): Types.IImage {
  const tabled = image as Types.IImage & { modalityLUT?: LookupTable; voiLUT?: LookupTable };
  if (image.color) {
    if (image.maxPixelValue > 255) throw new FrameFailure('undecodable', 'colour of more than 8 bits');
    return image;
  }
  if (tabled.modalityLUT?.lut.length) replace(image, tabled.modalityLUT, window.given);
  if (!window.given && tabled.voiLUT?.lut.length) replace(image, tabled.voiLUT, false);
  const width = Number([image.windowWidth].flat()[0]);
  const centre = Number([image.windowCenter].flat()[0]);
  if (!(width > 0) || !Number.isFinite(width) || !Number.isFinite(centre)) fullWindow(image);
  // A linear window of one value has no extent, and what is drawn through it is all white.
  if (Number([image.windowWidth].flat()[0]) === 1) image.windowWidth = JUST_OVER_ONE;
  if (!SHADINGS.has(String(image.voiLUTFunction))) image.voiLUTFunction = Enums.VOILUTFunctionType.LINEAR;
  return image;
}

/** Puts every grey value through the table; the window is then that of the table's values unless the header gives one for them. */
function replace(image: Types.IImage, table: LookupTable, keepWindow: boolean): void {
  const values = throughTable(image.getPixelData(), table);
  const { min, max } = rangeOf(values);
  image.voxelManager = utilities.VoxelManager.createImageVoxelManager({ scalarData: values, width: image.width, height: image.height, numberOfComponents: 1 }) as typeof image.voxelManager;
  image.getPixelData = () => values;
  image.dataType = 'Uint16Array';
  image.sizeInBytes = values.byteLength;
  image.minPixelValue = min;
  image.maxPixelValue = max;
  if (!keepWindow) fullWindow(image);
}

/** From the darkest to the brightest value; a picture of one value is black. */
function fullWindow(image: Types.IImage): void {
  const darkest = image.minPixelValue;
  const brightest = Math.max(image.maxPixelValue, darkest + 1);
  image.windowWidth = brightest - darkest + 1;
  image.windowCenter = (brightest + darkest + 1) / 2;
}
