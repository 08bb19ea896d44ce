export { Hl7Problem, conditionText, locationText, type ConditionCode, type Finding, type FindingCode, type Hl7ProblemCode, type Location } from './problem';
export { parseMessage, Message, type ParseOptions } from './parse/message';
export { Segment, Repetition, type Sent } from './parse/segment';
export { PARSE_LIMITS, type ParseLimits } from './parse/limits';
export { STANDARD_DELIMITERS, type Delimiters } from './parse/delimiters';
export { decodeMessage, type Charset, type DecodedMessage } from './parse/charset';
export { escape, escapeFormatted, unescape } from './parse/escape';
export { splitMessages } from './parse/split';
export { readTime, instantOf, type Hl7Time, type TimePrecision } from './parse/time';
export {
  type Address, type Authority, type Code, type EntityId, type Identifier, type PersonLocation, type PersonName, type Phone, type StaffName,
} from './read/datatypes';
export { readHeader, salvageHeader, declaredCharsets, deduplicationKey, type Header } from './read/header';
export { type Patient, type PriorPatient } from './read/patient';
export { type Visit } from './read/visit';
export { readAdt, type AdtAction, type AdtEvent, type AdtMessage, type AdtPatient } from './read/adt';
export { documentBytes, type EmbeddedDocument, type Observation } from './read/observation';
export { readOru, type AccessionCandidate, type OruMessage, type Report, type ReportStatus } from './read/oru';
export { readOrder, type Order, type OrderMessage } from './read/order';
export { readAck, type AckCode, type AckError, type Acknowledgement } from './read/ack';
export { type Moment } from './write/time';
export { type Envelope, type WriteVersion } from './write/envelope';
export { type PatientOut, type VisitOut } from './write/patient';
export { writeRegistration, type RegistrationOut } from './write/adt';
export { writeNetworkQuery } from './write/network';
export { writeOmi, writeOrm, type ImportOrder, type OrderControl } from './write/order';
export { writeOru, type ReportOut, type ReportOutStatus } from './write/oru';
export { acknowledgementCode, writeAck, type AckOut, type Outcome } from './write/ack';
export { encodeMessage } from './write/er7';
