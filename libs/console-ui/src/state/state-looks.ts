import type {
  BallotState, CaseState, DispositionState, HoldState, InboundState, InstanceState, NoticeState, OverreadState, PolicyState, RegistrationState, RequestInState, RequestOutState, SendState, TransferState, VerdictState,
} from '@causeway/domain';
import type { StateLook } from './state-chip';

// Words and hues of the machines' states. `partial` is amber and `unknown` violet: never green, never red.

export const inboundLooks: Readonly<Record<InboundState, StateLook>> = {
  receiving: { hue: 'active', icon: 'downloading', word: 'Arriving' },
  quarantined: { hue: 'held', icon: 'shield_lock', word: 'Quarantined' },
  identifying: { hue: 'attn', icon: 'person_search', word: 'Needs match' },
  checking: { hue: 'attn', icon: 'fact_check', word: 'Needs QC' },
  triaging: { hue: 'attn', icon: 'alt_route', word: 'Decide' },
  releasing: { hue: 'active', icon: 'sync', word: 'To PACS' },
  parked: { hue: 'held', icon: 'pause_circle', word: 'Parked' },
  released: { hue: 'good', icon: 'verified', word: 'In PACS' },
  mirrored: { hue: 'active', icon: 'cycle', word: 'Our own exam' },
  returned: { hue: 'stop', icon: 'assignment_return', word: 'Returned' },
  rejected: { hue: 'stop', icon: 'block', word: 'Rejected' },
  recalling: { hue: 'attn', icon: 'undo', word: 'Recalling' },
  purged: { hue: 'wait', icon: 'remove', word: 'Purged' },
};

export const overreadLooks: Readonly<Record<OverreadState, StateLook>> = {
  'awaiting-pick': { hue: 'wait', icon: 'schedule', word: 'Awaiting choice' },
  open: { hue: 'attn', icon: 'rate_review', word: 'To read' },
  claimed: { hue: 'active', icon: 'lock', word: 'Claimed' },
  drafting: { hue: 'active', icon: 'edit_note', word: 'Draft' },
  cosigning: { hue: 'attn', icon: 'draw', word: 'To co-sign' },
  returned: { hue: 'held', icon: 'assignment_return', word: 'Sent back' },
  signed: { hue: 'active', icon: 'outgoing_mail', word: 'Signed, unread' },
  acknowledged: { hue: 'good', icon: 'mark_email_read', word: 'Acknowledged' },
  withdrawn: { hue: 'wait', icon: 'remove', word: 'Withdrawn' },
  retracted: { hue: 'stop', icon: 'cancel', word: 'Retracted' },
};

export const sendLooks: Readonly<Record<SendState, StateLook>> = {
  draft: { hue: 'wait', icon: 'edit_note', word: 'Draft' },
  'pre-flight': { hue: 'active', icon: 'fact_check', word: 'Being checked' },
  'awaiting-approval': { hue: 'attn', icon: 'gavel', word: 'To approve' },
  scheduled: { hue: 'wait', icon: 'schedule', word: 'Scheduled' },
  sending: { hue: 'active', icon: 'sync', word: 'Sending' },
  delivered: { hue: 'active', icon: 'outgoing_mail', word: 'Delivered' },
  accepted: { hue: 'good', icon: 'check_circle', word: 'Taken up' },
  refused: { hue: 'stop', icon: 'block', word: 'Refused' },
  failed: { hue: 'stop', icon: 'error', word: 'Failed' },
  expired: { hue: 'held', icon: 'schedule', word: 'Not opened' },
  cancelled: { hue: 'wait', icon: 'remove', word: 'Cancelled' },
  revoked: { hue: 'stop', icon: 'undo', word: 'Called back' },
};

export const transferLooks: Readonly<Record<TransferState, StateLook>> = {
  waiting: { hue: 'wait', icon: 'schedule', word: 'Waiting' },
  running: { hue: 'active', icon: 'sync', word: 'Running' },
  paused: { hue: 'held', icon: 'pause_circle', word: 'Paused' },
  verifying: { hue: 'active', icon: 'fact_check', word: 'Verifying' },
  done: { hue: 'good', icon: 'check_circle', word: 'Done' },
  partial: { hue: 'attn', icon: 'rule', word: 'Partial' },
  failed: { hue: 'stop', icon: 'error', word: 'Failed' },
  cancelled: { hue: 'wait', icon: 'remove', word: 'Cancelled' },
  expired: { hue: 'stop', icon: 'schedule', word: 'Expired' },
};

export const instanceLooks: Readonly<Record<InstanceState, StateLook>> = {
  pending: { hue: 'wait', icon: 'schedule', word: 'Waiting' },
  sending: { hue: 'active', icon: 'sync', word: 'Sending' },
  sent: { hue: 'active', icon: 'send', word: 'Sent' },
  unknown: { hue: 'held', icon: 'help', word: 'Unknown' },
  verified: { hue: 'good', icon: 'check_circle', word: 'Verified' },
  rejected: { hue: 'stop', icon: 'block', word: 'Refused' },
  missing: { hue: 'stop', icon: 'error', word: 'Missing' },
  excluded: { hue: 'wait', icon: 'remove', word: 'Left out' },
};

export const noticeLooks: Readonly<Record<NoticeState, StateLook>> = {
  queued: { hue: 'wait', icon: 'schedule', word: 'Queued' },
  sent: { hue: 'active', icon: 'outgoing_mail', word: 'Sent' },
  seen: { hue: 'active', icon: 'visibility', word: 'Seen' },
  escalated: { hue: 'attn', icon: 'campaign', word: 'Escalated' },
  acknowledged: { hue: 'good', icon: 'mark_email_read', word: 'Acknowledged' },
  failed: { hue: 'stop', icon: 'error', word: 'Failed' },
  merged: { hue: 'wait', icon: 'remove', word: 'Merged' },
  withdrawn: { hue: 'wait', icon: 'remove', word: 'Withdrawn' },
};

export const registrationLooks: Readonly<Record<RegistrationState, StateLook>> = {
  asked: { hue: 'wait', icon: 'schedule', word: 'Asked' },
  sent: { hue: 'active', icon: 'outgoing_mail', word: 'With registration' },
  completed: { hue: 'good', icon: 'check_circle', word: 'Registered' },
  declined: { hue: 'stop', icon: 'block', word: 'Declined' },
  cancelled: { hue: 'wait', icon: 'remove', word: 'Cancelled' },
};

export const caseLooks: Readonly<Record<CaseState, StateLook>> = {
  open: { hue: 'attn', icon: 'hourglass_top', word: 'Open' },
  deciding: { hue: 'active', icon: 'gavel', word: 'To decide' },
  decided: { hue: 'good', icon: 'task_alt', word: 'Decided' },
  closed: { hue: 'wait', icon: 'check_circle', word: 'Closed' },
  cancelled: { hue: 'wait', icon: 'remove', word: 'Called off' },
};

export const requestOutLooks: Readonly<Record<RequestOutState, StateLook>> = {
  draft: { hue: 'wait', icon: 'edit_note', word: 'Draft' },
  'awaiting-approval': { hue: 'held', icon: 'how_to_reg', word: 'To approve' },
  sent: { hue: 'attn', icon: 'send', word: 'Sent' },
  acknowledged: { hue: 'active', icon: 'visibility', word: 'Seen' },
  promised: { hue: 'active', icon: 'event_available', word: 'Promised' },
  'partly-fulfilled': { hue: 'active', icon: 'downloading', word: 'Arriving' },
  fulfilled: { hue: 'good', icon: 'check_circle', word: 'Answered' },
  declined: { hue: 'stop', icon: 'block', word: 'Declined' },
  expired: { hue: 'stop', icon: 'schedule', word: 'Expired' },
  cancelled: { hue: 'wait', icon: 'remove', word: 'Called off' },
};

export const requestInLooks: Readonly<Record<RequestInState, StateLook>> = {
  received: { hue: 'attn', icon: 'inbox', word: 'Received' },
  reviewing: { hue: 'active', icon: 'fact_check', word: 'In review' },
  'awaiting-approval': { hue: 'held', icon: 'how_to_reg', word: 'To approve' },
  accepted: { hue: 'active', icon: 'event_available', word: 'Promised' },
  'partly-fulfilled': { hue: 'active', icon: 'outgoing_mail', word: 'Going out' },
  fulfilled: { hue: 'good', icon: 'check_circle', word: 'Answered' },
  declined: { hue: 'stop', icon: 'block', word: 'Declined' },
  withdrawn: { hue: 'wait', icon: 'remove', word: 'Withdrawn' },
};

export const verdictLooks: Readonly<Record<VerdictState, StateLook>> = {
  evaluating: { hue: 'active', icon: 'sync', word: 'Being decided' },
  kept: { hue: 'good', icon: 'inventory_2', word: 'Kept' },
  due: { hue: 'attn', icon: 'schedule', word: 'May end' },
  disposed: { hue: 'wait', icon: 'remove', word: 'Purged' },
};

export const holdLooks: Readonly<Record<HoldState, StateLook>> = {
  requested: { hue: 'attn', icon: 'gavel', word: 'Asked for, blocks' },
  active: { hue: 'held', icon: 'lock', word: 'In force' },
  'release-asked': { hue: 'attn', icon: 'how_to_reg', word: 'Release to confirm' },
  released: { hue: 'wait', icon: 'check', word: 'Released' },
  declined: { hue: 'wait', icon: 'block', word: 'Declined' },
};

export const dispositionLooks: Readonly<Record<DispositionState, StateLook>> = {
  proposed: { hue: 'attn', icon: 'edit_note', word: 'To review' },
  'in-review': { hue: 'attn', icon: 'fact_check', word: 'In review' },
  'second-review': { hue: 'attn', icon: 'how_to_reg', word: 'Second person' },
  approved: { hue: 'active', icon: 'sync', word: 'Purging' },
  executed: { hue: 'good', icon: 'verified', word: 'Executed' },
  rejected: { hue: 'wait', icon: 'inventory_2', word: 'Kept on' },
  cancelled: { hue: 'wait', icon: 'cancel', word: 'Cancelled' },
};

export const policyLooks: Readonly<Record<PolicyState, StateLook>> = {
  draft: { hue: 'wait', icon: 'edit_note', word: 'Draft' },
  'in-review': { hue: 'active', icon: 'fact_check', word: 'In review' },
  voting: { hue: 'held', icon: 'how_to_vote', word: 'In voting' },
  adopted: { hue: 'good', icon: 'how_to_reg', word: 'Adopted' },
  scheduled: { hue: 'active', icon: 'schedule', word: 'Scheduled' },
  suspended: { hue: 'attn', icon: 'pause_circle', word: 'Suspended' },
  'in-force': { hue: 'good', icon: 'verified', word: 'In force' },
  superseded: { hue: 'wait', icon: 'history', word: 'Superseded' },
  rejected: { hue: 'stop', icon: 'block', word: 'Rejected' },
  withdrawn: { hue: 'wait', icon: 'remove', word: 'Withdrawn' },
};

export const ballotLooks: Readonly<Record<BallotState, StateLook>> = {
  announced: { hue: 'wait', icon: 'schedule', word: 'Announced' },
  open: { hue: 'active', icon: 'how_to_vote', word: 'Open' },
  passed: { hue: 'good', icon: 'check_circle', word: 'Passed' },
  failed: { hue: 'stop', icon: 'block', word: 'Failed' },
  voided: { hue: 'wait', icon: 'remove', word: 'Void' },
};
