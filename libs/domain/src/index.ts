export { machine, BrokenMachine, type Answer, type ClockRow, type Machine, type MachineTable, type MoveOf, type MoveRow, type StateKind, type StateOf, type StateRow } from './machine/machine';
export { machines, type MachineId } from './machine/machines';
export { inboundMachine, type InboundMove, type InboundState } from './inbound/inbound.machine';
export { LINK_DAYS, linkMachine, LONGEST_LINK_DAYS, MOST_LINK_TRIES, type LinkMove, type LinkState } from './inbound/link.machine';
export { parkReasons, quarantineReasons, rejectReasons, returnReasons, type ParkReason, type QuarantineReason, type RejectReason, type ReturnReason } from './inbound/reasons';
export { useCaseOf, useCases, type ImageNeed, type UseCase, type UseCaseId } from './inbound/use-cases';
export { serviceLineOf, serviceLines, subspecialties, subspecialtyOf, type ExamWords, type ServiceLine, type Subspecialty } from './inbound/derive';
export {
  checklistWith, departmentContents, departmentFaults, departmentOf, departmentOrders, departments1, orderWith, type Department, type DepartmentMatch, type DepartmentOrder, type IntakeRule,
} from './inbound/departments';
export { dutyBook, shiftAt, type DutyBook, type OnDuty } from './duty/book';
export { businessIn, dayAfter, hoursAt, hoursFor, isZone, usualWeek, wallClock, type DaySpan, type Interval, type ServiceHours } from './duty/hours';
export { lastResort, ownerOf, type StaffOf, type WorkAsked, type WorkOwner } from './duty/owner';
export { coveredBy, gapsOf, shiftsOf, turnsOf, type Cover, type DutyOverride, type Layer, type Rota, type Rotation, type Shift } from './duty/rota';
export { clockMarks, inboundTargets, leaseSeconds, readTargets, unreadTarget, type Target, type Urgency } from './inbound/targets';
export { checklists, judgeChecklist, type CheckAnswer, type CheckItem, type ChecklistId, type ChecklistVerdict } from './inbound/checklist';
export { matchMachine, type MatchMove, type MatchState } from './identity/match.machine';
export { compareAddresses, comparePhones } from './identity/compare-contact';
export { compareBirthDates, datesNear, knownBirthDate } from './identity/compare-dates';
export { compareNames } from './identity/compare-names';
export { comparePeople, scoreOf, type MatchScore } from './identity/compare-people';
export { lookalikes, lookalikesOf, type Lookalike } from './identity/lookalikes';
export { blockedBy, clearBest, matchFacts, ranked, sameEvidence, strictestNeed, type MatchCandidate, type MatchContext } from './identity/match-facts';
export { nameKey, nameWords, scriptOf, type NameScript } from './identity/name-text';
export {
  compared, matchElements, namesOfPersonName,
  type Compared, type ComparisonNote, type ElementAnswer, type ElementComparison, type MatchElement, type NameForm, type Person, type PersonIdentifier,
} from './identity/person';
export { acceptMargin, matchWeights, scoreLines, scorerVersion } from './identity/weights';
export { recallMachine, type RecallMove, type RecallState } from './identity/recall.machine';
export { registrationMachine, type RegistrationMove, type RegistrationState } from './identity/registration.machine';
export {
  deliveriesOf, noticeTopics, outwardChannels, quietUntil, topicOf, type DeliveryAsked, type NoticePreferences, type NoticeTopic, type OutwardChannel, type PlannedDelivery,
} from './notices/delivery';
export { noticeMachine, type NoticeMove, type NoticeState } from './notices/notice.machine';
export { overreadMachine, type OverreadMove, type OverreadState } from './overreads/overread.machine';
export { declineReasons, grades, needsCall, withdrawReasons, type Grade } from './overreads/grades';
export { primaryReadUseCases, readKinds, type ReadKind } from './overreads/read-kinds';
export { estimatedMinutes } from './overreads/minutes';
export { handoverMachine, type HandoverMove, type HandoverState } from './people/handover.machine';
export { leaseMachine, type LeaseMove, type LeaseState } from './people/lease.machine';
export { preflight, preflightCodes, verdictOf, type PreflightFacts, type PreflightFinding } from './sends/preflight';
export { chosenRoute, rankRoute, type ChannelFacts, type RankedChannel, type RouteFacts } from './sends/route';
export { termsOf, type Redisclosure } from './sends/terms';
export { sendMachine, type SendMove, type SendState } from './sends/send.machine';
export { instanceMachine, type InstanceMove, type InstanceState } from './transfers/instance.machine';
export { transferMachine, type TransferMove, type TransferState } from './transfers/transfer.machine';
export { canonicalJson } from './policies/canonical';
export { dayNumber, dayOf, dayText, shiftDay, shiftDayNumber } from './policies/calendar';
export { catalogue1, type FactName } from './policies/catalogue-1';
export { analyse, forbids, type Finding, type FindingKind } from './policies/analysis/analyse';
export { testsIn } from './policies/analysis/search';
export { notGathered } from './policies/not-gathered';
export { countBallot, resultOfBallot, type BallotCount, type BallotMember, type BallotResult, type BallotRules, type CastVote, type Choice } from './policies/ballot-count';
export { arbitrationMachine, type ArbitrationMove, type ArbitrationState } from './policies/arbitration.machine';
export { charterTemplates, meetingRhythms, type CharterTemplate, type MeetingRhythm } from './policies/charters';
export { delegableKinds, hasFloor, isLooser } from './policies/floor';
export { imagingSpecialties, specialtiesTouched } from './policies/specialties';
export { ballotMachine, type BallotMove, type BallotState } from './policies/ballot.machine';
export { faultsOfDraft } from './policies/check-shape';
export { faultsOfText } from './policies/check-text';
export { type Fault } from './policies/fault';
export { outcomeShapes, tellingChannels, type PolicyOutcomeField } from './policies/outcome-shapes';
export { policyMachine, type PolicyMove, type PolicyState } from './policies/policy.machine';
export { policyTemplates } from './policies/templates';
export { type PolicyTemplate } from './policies/templates/template';
export { isTest, type Condition, type Operator, type Test, type Truth, type Unit } from './policies/condition';
export { decide, decideStrictest, type Considered, type Decision, type RuleAnswer } from './policies/decide';
export { evaluate } from './policies/evaluate';
export { type FactRow, type FactType, type FactValue, type Facts } from './policies/fact-row';
export { fold } from './policies/fold';
export { keepsLonger, untilOf, type Keep, type Until } from './policies/keep';
export { daysBeforeVisit, hitPolicies, type DaysBefore, type HitPolicy, type Outcomes, type PolicyKind, type PolicyText, type Quota, type Rule, type Telling } from './policies/policy-text';
export { cellOf, holdsNumbers, isNumbers, packColumn, packNumbers, packValues, type Cells, type Column, type NumberColumn, type ValueColumn } from './policies/replay/column';
export { BY_DEFAULT, LEFT_OUT, replay, ReplayStopped } from './policies/replay/replay';
export { compare, MOST_SAMPLES, type ReplayComparison, type ReplayedChange } from './policies/replay/compare';
export { costDefaults, costSources } from './policies/replay/cost-defaults';
export { effortOf, effortOfTallies, MODALITIES, SUBSPECIALTY, type Costs, type Effort } from './policies/replay/effort';
export { capacityOf, compareCapacity, demandOf, type Capacity, type CapacityRow, type Demand, type Reader } from './policies/replay/capacity';
export { ENOUGH_GRADED, riskInputs, riskOf, type GradedReads, type Risk, type RiskInputs } from './policies/replay/risk';
export { incomeOf, paidServices, PAYER, payerKindOf, payerKinds, payerRate, payerRateDefaults, type Income, type PaidService, type PayerKind, type PayerRate } from './policies/replay/payers';
export { compareKeeping, keepingFacts, type Keeping } from './policies/replay/keeping';
export { MOST_COLLECTED, outcomesOf, type Outcomed } from './policies/replay/outcomes';
export { within, type Counted } from './policies/replay/span';
export { NUMBER, OUTCOME, quotaColumn, rowsOf, RULE, TODAY, type Segment } from './policies/replay/segment';
export { tally, type GroupBy, type Tally } from './policies/replay/tally';
export { FOREVER, replayUntil } from './policies/replay/until';
export { columnOf, factColumns, factsAsRow, storedFact } from './policies/sql/columns';
export { conditionSql, type Bind } from './policies/sql/condition-sql';
export { textSql } from './policies/sql/text-sql';
export { versionFor, type VersionSpan } from './policies/version-for';
export { HOUSE, houseKinds, houseNotices1 } from './policies/version-1/house-notices';
export { version1 } from './policies/version-1';
export {
  afterLineFailure, afterLineSuccess, afterProbe, backoffSeconds, freshLine, healSeconds, lineLimits, probePause, saysLineIsAway, slotsOf, smoothedRate, spendRetry, type LineStanding,
} from './transfers/line';
export { caseMachine, type CaseMove, type CaseState } from './cases/case.machine';
export { caseBall, type Awaited } from './cases/ball';
export { brings, dispositionRows, dispositions, isDisposition, keepsAway, type Disposition } from './cases/dispositions';
export { OPINION_DAYS, OPINION_LIMITS, opinionDeclines, opinionKinds, opinionStage, opinionStages, type OpinionDecline, type OpinionFacts, type OpinionKind, type OpinionStage } from './cases/opinion';
export { opinionMachine, type OpinionMove, type OpinionState } from './cases/opinion.machine';
export { missingOutcome, type CaseRecord } from './cases/outcome';
export { profileOf, profiles, type Profile, type ProfileId } from './cases/profiles';
export { isReady, readinessOf, visitReady, type Readiness, type ReadinessFacts } from './cases/readiness';
export { strokeWindows, type StrokeWindow } from './cases/stroke';
export { caseTemplates, contentKinds, templateOf, type CaseTemplate, type ContentLetter, type OutcomeField } from './cases/templates';
export { caseParties, outcomeFields, templateFaults, type TemplateEdit, type TemplateFault } from './cases/template-edit';
export { requestOutMachine, type RequestOutMove, type RequestOutState } from './requests/request-out.machine';
export { requestInMachine, type RequestInMove, type RequestInState } from './requests/request-in.machine';
export { answerAfter, approvalAfter, expiresAt, legalLast, reminderAfter, type RequestedBy } from './requests/clocks';
export { answeredBy, fitOf, type Arrived, type AskedFor, type Fit, type FitAnswer, type WantedExam } from './requests/fits';
export {
  inDeclineReasons, informationBlockingExceptions, inQuestions, legalBases, outCancelReasons, outDeclineReasons, requestPurposes,
  type InDeclineReason, type InQuestion, type LegalBasis, type OutCancelReason, type OutDeclineReason, type RequestPurpose,
} from './requests/reasons';
export { minutesBetween, reversal, smallestShown, valueIds, valueNames, type ValueId, type ValueRow } from './values/value-row';
export { costAvoided, exposureAvoided, oddsOfRepeat, repeatAvoided, unreimbursedAvoided, type LocalExam, type ReleasedExam } from './values/repeats';
export { bayTimeSaved, ctBeforeTransfer, doorToImages, transferAvoided, travelSaved, valueBasedReview, visitReviewed, type DecidedCase } from './values/cases';
export { addDays, AGREEMENT_NOTICE_DAYS, agreementState, covers, daysBetween, ENDING_DAYS, heldUntil, lastDay, standingOf, uncovered, type AgreementStanding, type AgreementState, type AgreementTerms } from './facilities/agreement';
export { playbookFor, playbookStages, standardPlaybooks, stepHolders, tasksOf, type Playbook, type PlaybookStage, type PlaybookStep, type StepHolder } from './facilities/playbook';
export { commonProcedures, suggestProcedure } from './facilities/vocabulary';
export { compareWork, DUE_DAYS, workReason, type Workable, type WorkReason } from './facilities/work-order';
export { goalSpans, goalStanding, lookingActs, measureIds, measures, type GoalSpan, type GoalStanding, type MeasureId, type MeasureRow, type MeasureSum, type MeasureUnit } from './programme/measures';
export { VENDOR_LEAST, vendorScore, type VendorFacts, type VendorPart, type VendorScore } from './programme/vendor-score';
export { channelKinds, channelOwners, channelStanding, neverSecure, type ChannelKind, type ChannelOwner, type ChannelStanding } from './programme/channels';
export { radar, radarLimits, stillQuiet, type RadarFinding, type RadarKind, type RadarQuestion } from './radar/radar';
export { LEARNED_WEEKS, type RadarHour, type Rhythm, rhythmOf } from './radar/rhythm';
export { partnerQuality, type PartnerQuality, type QualityFacts, type QualityPart } from './facilities/quality';
export { goLiveScore, MAPPED_PERMILLE, mappedPermille, SCORE_NEEDED, type GoLiveScore, type ScoreFacts, type ScorePart } from './facilities/score';
export {
  backwardMoves, contactKinds, facilityPurposes, forwardMoves, lackingFor, lackingWords, nextReviewDay, reasonedMoves, staleAfterDays, type ContactKind, type Lacking, type StageFacts,
} from './facilities/stages';
export { endpointMachine, type EndpointMove, type EndpointState } from './endpoints/endpoint.machine';
export { daysUntil, judgeProbe, probeLimits, type Climbed, type ClimbedRung, type Judged, type Pace } from './endpoints/standing';
export { awaySince, gatewayLimits, toldAs, type BehindGateway } from './endpoints/gateway';
export { facilityMachine, type FacilityMove, type FacilityState } from './facilities/facility.machine';
export { answeredExchange, disagreement, lostToCompetitor, requestToReady, satisfaction, serviceRevenue } from './values/partners';
export { verdictMachine, type VerdictMove, type VerdictState } from './retention/verdict.machine';
export { holdMachine, type HoldMove, type HoldState } from './retention/hold.machine';
export { dispositionMachine, type DispositionMove, type DispositionState } from './retention/disposition.machine';
export { purgeMachine, type PurgeMove, type PurgeState } from './retention/purge.machine';
export { lawTable1, lawRows, type LawRow } from './retention/law-table';
export { decideLayers, type LayeredDecision } from './retention/layers';
export { objectionsToPurge, type PurgeFacts, type PurgeObjection } from './retention/purge-checks';
