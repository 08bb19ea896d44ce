export { LoopbackDicomweb, type DicomwebBehaviour } from './loopback-dicomweb';
export { outgoing } from './outgoing';
export { startOrthancWeb, type OrthancWeb } from './orthanc-web';
