export { dimse } from './transport/dimse';
export { dimseSettings, type DimseSettings } from './transport/settings';
export { DIMSE_LIMITS, dimseLimits, type DimseLimits } from './limits';
export { DimseServer, type DimseServerOptions } from './scp/server';
export {
  QueryRefused,
  type Admission,
  type AssociationInfo,
  type CommitmentDesk,
  type FindInfo,
  type ObjectSink,
  type Peer,
  type PeerCertificate,
  type RetrieveAnswer,
  type RetrieveInfo,
  type ServerLog,
  type ServerPorts,
  type StoreAnswer,
  type StoreInfo,
} from './scp/ports';
export { FAILURE_REASON, type CommitmentReport, type CommitmentRequest, type SopReference } from './commitment';
export { newsOf } from './transport/commit';
export { deliverReport } from './transport/deliver-report';
export { DEFAULT_ACCEPTANCE, STUDY_ROOT_FIND, VERIFICATION, type AcceptanceRules } from './association/negotiation';
export { type ProposedContext, type Proposal } from './association/proposal';
export { REJECTION, rejectionReason, rejectionSentence, type Rejection } from './association/rejection';
export { STATUS, explainStatus, statusCode, type StatusKind, type StatusMeaning } from './message/status';
export { type ClientTls, type ServerTls } from './link/tls';
export { TAG, itemsOf, textOf, valuesOf, type DataSet, type DataSetValue } from './dataset/data-set';
export { readDataSet, type DataSetEncoding } from './dataset/data-set-reader';
export { writeDataSet } from './dataset/data-set-writer';
