/** Identifies this software in the DICOM objects and associations it makes (PS3.7 D.3.3.2); never changes. */
export const IMPLEMENTATION = { classUid: '2.25.208472034150287319842730193847561029384', versionName: 'CAUSEWAY_1' } as const;
