export { Archive, type HeldObject } from './archive';
export { ReceivingHouse } from './receiving-house';
export { LoopbackPeer, type Behaviour, type LoopbackOptions } from './loopback-peer';
export { CT_IMAGE_STORAGE, MR_IMAGE_STORAGE, newUid, sampleInstance, type SampleInstance, type SampleOptions } from './sample-instance';
export { startSlowRelay, type SlowRelay } from './slow-relay';
export { startSilentPartner } from './silent-partner';
export { freePort } from './free-port';
export { issue, testAuthority, type IssueOptions, type TestAuthority, type TestIdentity } from './certificates';
export { playRaw, rawPdu, rawPdv, type RawOutcome, type RawStep } from './raw-peer';
export { hostileScripts, type Expected, type HostileScript } from './hostile-scripts';
export {
  missingCommands,
  run,
  startDcmqrscp,
  startOrthanc,
  startStorescp,
  type ForeignOrthanc,
  type ForeignPeer,
  type RunResult,
} from './foreign-peers';
