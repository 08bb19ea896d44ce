export { outgoingOf } from './outgoing';
export { discFolder, memoryIntake, type MemoryIntake } from './memory-intake';
export { hostileMedia, manyEntries, type HostileMedium } from './hostile-media';
export { rawZip, deflatedZeros, type RawEntry } from './raw-zip';
