export {
  Hl7Peer, Hl7Sender, connectHl7Sender, startHl7Peer, type Answering, type Hl7PeerOptions, type PeerAnswer, type RecordedMessage, type SendTo,
} from './peer';
export { adtSample } from './samples';
export { makeAuthority, type TestAuthority, type TestCertificate } from './certificates';
