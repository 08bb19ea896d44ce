/** Media: discs, folders and archives, in and out. Knows DICOM and discs; who an exam belongs to is decided elsewhere. */
export { MEDIA_LIMITS, type MediaLimits } from './limits';
export { Budget, MediaFault, type MediaEntry, type MediaFinding, type MediaKind, type MediaSource } from './source/media-source';
export { openMedia, type MediaFailure, type MediaResult } from './source/open-media';
export { kindOf, type DocumentType, type FileKind, type IgnoredWhy } from './sift/kinds';
export { readDisc, type DiscPorts, type ObjectOutcome, type ReadOptions } from './in/read-disc';
export type { DirectoryReport, DiscDocument, DiscReport, IgnoredGroup, ObjectCounts, RefusedFile } from './in/report';
export { failureWords, reasonWords, senderReport } from './in/words';
export { writeDisc, type Disc, type DiscFile, type DiscOptions, type EnclosedDocument } from './out/write-disc';
export { reportDocument, type ReportText } from './out/report-document';
export { trackingNumber, volumeIdOf } from './out/tracking-number';
export { media } from './transport/media';
export type { MediaSettings } from './transport/settings';
