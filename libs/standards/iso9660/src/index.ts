/** Disc images as ECMA-119 (ISO 9660) describes them: reading what others pressed without trusting it, writing discs of our own. */
export { IMAGE_LIMITS, type ImageLimits } from './limits';
export { openImage, DiscImage, type ImageEntry, type ImageFinding, type ImageResult } from './image';
export type { Extent, ReadAt } from './volume';
export { planImage, type ImageFile, type ImageOptions, type ImagePlan } from './write/plan';
