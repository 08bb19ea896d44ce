export { isBoundary, parseMediaType, type MediaType } from './multipart/content-type';
export { MultipartReader, type MultipartFault, type MultipartOptions, type PartHeaders, type PartSink } from './multipart/multipart-reader';
