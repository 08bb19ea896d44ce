import { Platform0001 } from './migrations/0001-platform';
import { People0002 } from './migrations/0002-people';
import { Exams0003 } from './migrations/0003-exams';
import { Identity0004 } from './migrations/0004-identity';
import { Work0005 } from './migrations/0005-work';
import { Exchange0006 } from './migrations/0006-exchange';
import { Sends0007 } from './migrations/0007-sends';
import { Media0008 } from './migrations/0008-media';
import { PolicyFacts0009 } from './migrations/0009-policy-facts';
import { ConnectionTokens0040 } from './migrations/0040-connection-tokens';
import { Commitments0041 } from './migrations/0041-commitments';
import { Governance0042 } from './migrations/0042-governance';
import { Retention0043 } from './migrations/0043-retention';
import { LedgerByGroup0045 } from './migrations/0045-ledger-by-group';
import { Facilities0050 } from './migrations/0050-facilities';
import { Endpoints0051 } from './migrations/0051-endpoints';
import { Duty0052 } from './migrations/0052-duty';
import { Accounts0053 } from './migrations/0053-accounts';
import { UrgentPolicies0054 } from './migrations/0054-urgent-policies';
import { SignInProvider0055 } from './migrations/0055-sign-in-provider';
import { SupersededFacts0056 } from './migrations/0056-superseded-facts';
import { CaseTemplates0059 } from './migrations/0059-case-templates';
import { StandingLists0060 } from './migrations/0060-standing-lists';
import { LinksAndValues0061 } from './migrations/0061-links-and-values';
import { EmergencyAccess0062 } from './migrations/0062-emergency-access';
import { AccessReviews0063 } from './migrations/0063-access-reviews';
import { Delegation0064 } from './migrations/0064-delegation';
import { PartnerTrust0065 } from './migrations/0065-partner-trust';
import { Radar0066 } from './migrations/0066-radar';
import { PartnerPage0067 } from './migrations/0067-partner-page';
import { SaidStays0068 } from './migrations/0068-said-stays';
import { Fetches0069 } from './migrations/0069-fetches';
import { RoomInTheLedger0075 } from './migrations/0075-room-in-the-ledger';
import { Passkeys0071 } from './migrations/0071-passkeys';
import { WebPush0072 } from './migrations/0072-web-push';
import { Playbooks0073 } from './migrations/0073-playbooks';
import { ReleaseActedOn0076 } from './migrations/0076-release-acted-on';
import { Launches0077 } from './migrations/0077-launches';
import { Programme0078 } from './migrations/0078-programme';
import { Charters0080 } from './migrations/0080-charters';
import { Payers0081 } from './migrations/0081-payers';
import { UploadLinks0082 } from './migrations/0082-upload-links';
import { TransferProtocols0083 } from './migrations/0083-transfer-protocols';
import { CaseLinks0084 } from './migrations/0084-case-links';
import { PrimaryReads0085 } from './migrations/0085-primary-reads';
import { PriorCopies0086 } from './migrations/0086-prior-copies';
import { Opinions0087 } from './migrations/0087-opinions';
import { SiteGateways0089 } from './migrations/0089-site-gateways';
import { NetworkAsks0090 } from './migrations/0090-network-asks';
import { Departments0091 } from './migrations/0091-departments';
import { Daybook0092 } from './migrations/0092-daybook';
import { PostInOneQuestion0093 } from './migrations/0093-post-in-one-question';
import { UncountedInstances0094 } from './migrations/0094-uncounted-instances';
import { SeriesSyntax0095 } from './migrations/0095-series-syntax';

/** In order. A migration that has run anywhere is never edited: the next one corrects it. */
export const migrations = [
  Platform0001,
  People0002,
  Exams0003,
  Identity0004,
  Work0005,
  Exchange0006,
  Sends0007,
  Media0008,
  PolicyFacts0009,
  ConnectionTokens0040,
  Commitments0041,
  Governance0042,
  Retention0043,
  LedgerByGroup0045,
  Facilities0050,
  Endpoints0051,
  Duty0052,
  Accounts0053,
  UrgentPolicies0054,
  SignInProvider0055,
  SupersededFacts0056,
  CaseTemplates0059,
  StandingLists0060,
  LinksAndValues0061,
  EmergencyAccess0062,
  AccessReviews0063,
  Delegation0064,
  PartnerTrust0065,
  Radar0066,
  PartnerPage0067,
  SaidStays0068,
  Fetches0069,
  RoomInTheLedger0075,
  Passkeys0071,
  WebPush0072,
  Playbooks0073,
  ReleaseActedOn0076,
  Launches0077,
  Programme0078,
  Charters0080,
  Payers0081,
  UploadLinks0082,
  TransferProtocols0083,
  CaseLinks0084,
  PrimaryReads0085,
  PriorCopies0086,
  Opinions0087,
  SiteGateways0089,
  NetworkAsks0090,
  Departments0091,
  Daybook0092,
  PostInOneQuestion0093,
  UncountedInstances0094,
  SeriesSyntax0095,
];

const Latest = migrations.at(-1) as (typeof migrations)[number];

/** Name of the newest migration, as the database keeps it: where it stands, the schema is this build's. */
export const latestMigration: string = new Latest().name;
