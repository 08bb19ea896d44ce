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
export { settingsSchema, type FieldKind, type SettingsField, type SettingsSchema } from './settings';
export { LineScope } from './line-scope';
export { climb, type Probe, type Rung, type RungAnswer, type Step } from './probe';
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
export { InstalledTransports, type AnyTransport } from './installed-transports';
