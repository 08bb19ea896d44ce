export {
  Id, Instant, NoteText, ReasonText, Version, VersionOnly, WithReason,
  type ClockView, type LeaseView, type MoveOffer, type OwnedBy, type Page, type PersonRef, type Problem, type StreamEvent,
} from './common/common';
export { AuditQuery, DisclosureQuery, type AuditPage, type AuditRow, type AuditVerdict, type Disclosure, type DisclosureList } from './audit/audit';
export { type IdentifierView, type InstanceView, type NameView, type ReportView, type SeriesView, type TagRow, type TimelineEntry } from './exams/exams';
export { AskPrior, type ArchivePriors, type ArchivePriorView, type PriorCopyView } from './exams/archive-priors';
export {
  AddOverride, AnswerHandover, ChangeRota, dutyLimits, DutyQuery, EndRota, HoursBody, MakeCalendarLink, MakeRota, HandoverItem, OfferHandover, OfferSwap, TaskQuery, OwnerQuery, RotationBody, workKinds,
  type DutyPage, type HandoverView, type HoursView, type OnCallNow, type OverrideView, type OwnedTask, type TaskPage, type OwnerView, type RotaView, type SwapView,
} from './duty/duty';
export { type FacilityView, type ProbeView } from './facilities/facilities';
export {
  activityKinds, AddDocument, agreementKinds, documentKinds, DOCUMENT_BYTES, EndAgreement, FacilityFields, facilityKinds, facilityTiers, GatewayFields, LogActivity, MoveFacility, networkKinds, NewFacility, NextStep, SaveAgreement, TransferProtocol, SaveContact, SaveFacility,
  SaveProcedures, SaveReview, SignAgreement, TrustCertificate, WithdrawCertificate,
  type ActivityView, type AgreementView, type CommitmentView, type ContactPlan, type ContactView, type DocumentView, type FacilityDetail, type FacilityRow, type GatewayView, type MonthView, type Pipeline, type ProcedureView, type ProductView, type RetrievabilityView, type ReviewView,
} from './facilities/directory';
export {
  ChangeEndpoint, DisableEndpoint, endpointDirections, endpointPurposes, NewEndpoint, StartRun,
  type CapabilityView, type EndpointDetail, type EndpointRow, type EndpointRun, type EndpointRunRow, type FacilityConnections, type FixCard, type FormField, type RetestView, type RungState, type RungView, type RunDepth,
  type TransportForm,
} from './endpoints/endpoints';
export { AddCommitment, campaignKinds, FacilityImport, GiveMaterial, NewCampaign, SettleCommitment, type CampaignView, type ImportReport } from './facilities/programme';
export {
  AcceptAgreement, onboardingSteps, PartnerCertificate, PartnerConnection, PartnerContact, PartnerProcedures, PartnerSaw, type OnboardingStep, type OnboardingView,
} from './facilities/onboarding';
export {
  AnswerCorrection, AskCorrection, correctionKinds,
  type CorrectionKind, type CorrectionView, type ExamCorrection, type PartnerExam, type PartnerMonth, type PartnerPageView, type PartnerRequest,
} from './facilities/partner-page';
export { SavePlaybook, SettleTask, type FacilityTasks, type FacilityTaskView, type PlaybookView } from './facilities/playbooks';
export { type NetworkDetail, type NetworkMember, type NetworkRow } from './facilities/networks';
export { DismissAlarm, type EndingCertificate, type GatewayAway, type RadarAlarmView, type RadarView } from './facilities/radar';
export { IssueLink, LINK_DAYS, linkPurposes, PARTNER_LINK_HEADER, type IssuedLink, type LinkPurpose, type LinkRow, type PartnerLinkView } from './facilities/links';
export {
  AcceptMatch, DismissCandidate, elements, OverrideMatch, PatientQuery, Unlink,
  type BlastList, type CandidateView, type CompareRow, type Comparison, type Element, type EvidenceView, type MatchDetail, type PatientHit, type RecallView, type RegistrationView,
} from './identity/identity';
export {
  BulkInbound, Claim, CodedReason, InboundQuery, InboundSearch, inboundViews, Park, PassCheck, SaveChecklist, SaveNeed, Split, TakeOver,
  type BulkResult, type ChecklistView, type DeliveryView, type InboundDetail, type InboundPage, type InboundRow, type InboundView, type MatchChip, type NeedView, type OrderView, type ReleasePreview,
} from './inbound/inbound';
export { SaveDepartments, type DepartmentsView } from './inbound/departments';
export { NewLaunch, OpenLaunch, type Launched, type LaunchMade } from './launches/launches';
export { HistoryQuery, type HistoryEntry, type HistoryKind, type HistoryPage } from './inbound/history';
export { type NoticePage, type NoticeView } from './notices/notices';
export { SaveNoticePreferences, type ChannelsView, type NoticePreferencesView, type NoticeWhy } from './notices/preferences';
export { AddPushBrowser, RemovePushBrowser, type PushView } from './notices/push';
export {
  Addendum, ClaimOverread, EpochOnly, EpochReason, OverreadQuery, overreadViews, PickExam, ReportText, SaveDraft, SignReport,
  type OverreadDetail, type OverreadPage, type OverreadRow, type OverreadView, type SignedReport,
} from './overreads/overreads';
export {
  AwaitDisc, CloseUploadLink, ExtendUploadLink, IssueUploadLink, LinkDiscs, LinkParcel, OpenUploadLink, ReissueUploadLink, SubmitUpload, UPLOAD_LINK_HEADER, UploadLinkQuery, UploaderStatement, uploaderRelations, uploadExamStates,
  type AwaitedDiscView, type BroughtBy, type GivenUploadLink, type UploadContents, type UploadedParcel, type UploaderRelation, type UploadExamState, type UploadLinkLook, type UploadLinksView, type UploadLinkView,
} from './parcels/upload-links';
export { AttachDocument, NewParcel, type ParcelDetail, type ParcelDocument, type ParcelExam, type ParcelPage, type ParcelPerson, type ParcelState, type ParcelView } from './parcels/parcels';
export {
  AddPerson, AddToken, AskWhy, ChangePerson, ChooseNewPassword, EndOwnSession, EndSession, explainableKinds, personRoles, PersonSearch, personStates, RevokeToken, ShowCode,
  type AccountView, type ExplainableKind, type ExplanationView, type NamedValue, type NewSecondFactor, type PersonDetail, type PersonPage, type PersonRow, type PersonState, type PersonWithSecret, type RoleHolders, type SessionView, type TokenView,
} from './people/accounts';
export { AddPasskey, NewPasskey, PasskeyAnswer, RemoveOwnPasskey, RemovePasskey, RenamePasskey, ShowPasskey, type PasskeyOptions, type PasskeyView } from './people/passkeys';
export {
  emergencyReasons, EmergencyQuery, emergencyVerdicts, LONGEST_EMERGENCY_MINUTES, OpenEmergency, ReviewEmergency,
  type EmergencyDetail, type EmergencyNow, type EmergencyPage, type EmergencyReason, type EmergencyRow, type EmergencyVerdict,
} from './people/emergency';
export { DecideAccess, StartAccessReview, type AccessReviewDetail, type AccessReviewItem, type AccessReviewRow } from './people/access-reviews';
export { Delegate, delegationScopes, EndDelegation, LONGEST_DELEGATION_DAYS, type DelegationScope, type DelegationsView, type DelegationView } from './people/delegations';
export { Reauthenticate, SignIn, type Me, type SignInPage, type SignInStep } from './people/people';
export { providerProblems, type ProviderProblem } from './people/people';
export {
  CastBallot, CheckPolicy, constituencies, DelegateBallot, ExtendBallot, NewDraft, policyKinds, SaveCommittee, SavePolicy, SayOfPolicy, SchedulePolicy, TryPolicy,
  type BallotMemberView, type BallotView, type CommitteeMemberView, type CommitteesView, type CommitteeView, type Constituency, type PolicyBoard, type PolicyBulletin, type PolicyBulletinItem, type PolicyCheck, type PolicyCommentView, type PolicyDetail, type PolicyReality,
  type PolicyExample, type PolicyTrial, type PolicyVersionRow,
} from './policies/governance';
export {
  EndMandate, GiveMandate, lineNames, LONGEST_ARBITRATION_DAYS, LONGEST_MANDATE_DAYS, ReferDispute, RuleOnDispute, rulings,
  type ArbitrationsOf, type ArbitrationView, type LinePolicies, type LinePolicyRow, type MandateView, type RaciRow, type Ruling,
} from './policies/committees';
export {
  ReadCosts, RiskOfReads, SavePayerRates, StartReplay, type PayerRatesView, type CostDefaults, type CostSource, type EffortView, type ReplayChange, type ReplayExam, type ReplayResult, type ReplayView,
} from './policies/replays';
export { type DecisionSummary, type DecisionView, type PolicyInForce, type SignedPacket } from './policies/policies';
export {
  Advise, AlertTeam, AskColleague, AskMore, CaseQuery, caseViews, CloseCase, ColleagueQuery, Contact, DecideCase, LinkExam, LogCall, OpenBoard, OpenCase, PauseClock, PresentCase, SaveBoardPlace, SaveConsultant, SaveHandover, SaveKnownWell, SavePathology, SaveTemplate, SaveVideo, ToldPatient,
  UseCaseCode,
  type BoardAgenda, type BoardView, type CaseDetail, type CaseExam, type CasePage, type CaseRead, type CaseRequest, type CaseRoute, type CaseRow, type CaseView, type ChoicesView, type ColleagueView, type EntryView, type HandoverPlan, type PatientTold, type TemplateChange, type TemplateDetail, type TemplateView,
} from './cases/cases';
export {
  cannotReasons, CASE_LINK_HEADER, CASE_LINK_HOURS, caseLinkParties, caseSteps, GiveCaseLink, OpenCaseLink, SayReceived, SaySending, senderSays,
  type CaseLinkContents, type CaseLinkList, type CaseLinkRow, type CaseLinkView, type CaseParty, type CaseStep, type GivenCaseLink, type SenderSays,
} from './cases/links';
export {
  AcceptOpinion, askerRelations, AskOpinion, DeclineOpinion, OPINION_HEADER, OpinionProof, OpinionQuery, opinionViews, SaveOpinionLine,
  type AcceptedOpinion, type AskedOpinion, type AskerRelation, type OpinionCandidate, type OpinionDetail, type OpinionDoor, type OpinionLine, type OpinionLines, type OpinionLook, type OpinionPage, type OpinionRow, type OpinionStatus, type OpinionView,
} from './cases/opinions';
export {
  AcceptIn, Arrival, AskNetwork, AskRequester, Authorisation, authorisationForms, AskUs, CancelOut, ContactNote, DeclineIn, DeclineOut, Enough, FetchStudy, PromiseNote, RecordSent, RequestForm, RequestInQuery, requestInViews, RequestQuery, requestViews, SaveRequestTemplate, SendRequest,
  UseTemplate, VisitQuery, Wanted,
  type AppointmentRow, type ArrivalView, type LocalExamView, type NetworkAsked, type ReachView, type RequestInDetail, type RequestInPage, type RequestInRow, type RequestInView, type RequestOutDetail, type RequestOutPage, type RequestOutRow, type RequestPreview,
  type RequestTemplateView, type RequestView, type RemoteLook, type RemoteStudyView, type UsedTemplate, type VisitBoard,
} from './requests/requests';
export { ListVersion, PauseList, SaveList, type ListPatient, type ListRun, type StandingListDetail, type StandingListRow } from './requests/lists';
export {
  AnswerRefusal, AnswerSurvey, LinkRecipient, linkRecipients, LogReceipt, LogRefusal, LogTracking, OpenRecipientLink, RECIPIENT_LINK_HEADER, RetrySend, SaveSend, SendDraft, SendPlan, sendPurposes, SendQuery, sendViews, SourceTerms, SuggestFor,
  type DisclosureRefusal, type GivenLink, type RecipientContents, type RecipientLinkView, type SendLinkView, type SendDetail, type SendPage, type SendPlanView, type SendRecipient, type SendRow, type SendSuggestion, type SendView, type SourceTermsView,
} from './sends/sends';
export {
  BulkTransfers, ExcludeInstances, PauseTransfer, Prioritise, Reroute, RetryTransfer, transferActions, TransferQuery, transferViews,
  type BulkTransferResult, type LedgerSeriesView, type LedgerView, type LineView, type TransferAction, type TransferDetail, type TransferPage, type TransferRow, type TransferView, type TroubledInstance,
} from './transfers/transfers';
export {
  AddToHold, CalendarQuery, dispositionActions, DispositionQuery, dispositionViews, EndorseDisposition, ExtendRetention, HoldQuery, holdViews, MarkRetention, PlaceHold, ProposeDisposition, RejectDisposition, retentionMarks, RetentionQuery, retentionViews,
  TombstoneQuery,
  type DispositionDetail, type DispositionItemView, type DispositionPage, type DispositionRow, type HeldExam, type HoldDetail, type HoldPage, type HoldRef, type HoldRow, type RetentionCalendar, type RetentionPage, type RetentionPanel, type RetentionRow,
  type RetentionView, type SignedCertificate, type TombstoneView,
} from './retention/retention';
export {
  pricedModalities, SaveRates, ValueQuery, ValueRowQuery, type OddsLine, type ValueAmount, type ValueLine, type ValueRates, type ValueReport, type ValueRowPage, type ValueRowView, type ValueSum,
} from './values/values';
export {
  BehindQuery, MeasuredGoal, type BehindPage, type BehindRow, type Figure, type GoalView, type MeasureFigures, type ProgrammeGoals, type ProgrammeVisits, type ProgrammeWork, type TouchLine,
} from './programme/measures';
export {
  SaveChannel, SaveMilestone, SaveOwnership, SettleMilestone,
  type ChannelView, type MilestoneView, type NextWork, type OwnChannel, type OwnedThing, type ProgrammeChannels, type ProgrammeOwners, type ProgrammePlan, type VendorLine,
} from './programme/plan';
