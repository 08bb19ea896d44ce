export {
  TransportFailure,
  cancelled,
  failureCodes,
  throwIfCancelled,
  type FailureCode,
  type FailureOptions,
  type Retry,
  type SettingsFault,
} from './failure';
export { calledAddress, calledAddresses, settingsSchema, type AddressPart, type CalledAddress, type FieldKind, type SettingsField, type SettingsSchema } from './settings';
export { LineScope } from './line-scope';
export { climb, type Climber, type Probe, type ProbeOptions, type Rung, type RungAnswer, type Step } from './probe';
export { faultOf, faults, type Fault } from './fault';
export { EgressGuard, anywhere, pinnedLookup, type Egress, type Pinned, type Resolve } from './egress';
export { alertSentence, distrustSentence, namesOf, tlsFault, type Trust } from './tls-sentences';
export { endedFault, endedSentence, secured, type SecureOptions } from './secured';
export {
  type Chunks,
  type InstanceResult,
  type InstanceStanding,
  type OnSendProgress,
  type OutgoingInstance,
  type Parcel,
  type SendProgress,
  type SendReceipt,
} from './parcel';
export {
  type RemoteInstance,
  type RemoteMatch,
  type RemoteQuery,
  type RemoteReference,
  type RemoteSeries,
  type RemoteStudy,
  type StudyKeys,
} from './remote';
export {
  type ArrivingInstance,
  type FetchReceipt,
  type InstanceSink,
  type Intake,
  type Listener,
  type MessageReply,
  type OwnListener,
  type Sender,
} from './intake';
export { type CommitmentNews, type CommitmentReceipt, type CommitmentReference } from './commitment';
export {
  type IdentityCandidate,
  type IdentityQuestion,
  type MessageReceipt,
  type PatientIdentifier,
  type WireMessage,
} from './message';
export {
  capabilities,
  capabilitiesOf,
  type Capability,
  type Line,
  type LineContext,
  type LineLog,
  type Transport,
} from './transport';
export { InstalledTransports, type AnyTransport, type Outfit } from './installed-transports';
