export { isBoundary, parseMediaType, type MediaType } from './multipart/content-type';
export { MultipartReader, type MultipartFault, type MultipartOptions, type PartHeaders, type PartSink } from './multipart/multipart-reader';
export { dicomweb } from './transport/dicomweb';
export { dicomwebSettings, type DicomwebSettings } from './transport/settings';
