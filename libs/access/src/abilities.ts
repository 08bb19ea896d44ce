import type { Role } from './roles';

/** Letters a grant may carry; all of one grant must hold. Their meaning is in `conditions.ts`. */
export type ConditionLetter = '2' | 'F' | 'L' | 'C' | 'O' | 'T' | 'S' | 'R' | 'D' | 'B' | 'M' | 'V';

export interface AbilityRow {
  readonly summary: string;
  /** Role to the conditions of its grant. Nothing that is not listed is allowed. */
  readonly grants: Readonly<Partial<Record<Role, string>>>;
}

/** Who may do what, by `subject.verb`. */
export const abilities = {
  'exam.list': {
    summary: 'see that it exists, with patient data',
    grants: { pa: 'FB', tr: 'FLB', rd: 'LB', rs: 'L', sl: 'L', cl: 'C', tn: 'F', li: 'FL', fr: 'F', rm: 'F', pu: 'F', ac: 'V' },
  },
  'exam.view': {
    summary: 'open pixels and reports',
    grants: { pa: 'FB', tr: 'FLB', rd: 'LB', rs: 'L', sl: 'LB', cl: 'CB', tn: 'FB', li: 'C', pu: 'F', pt: 'T', em: 'T', ac: 'V' },
  },
  'exam.download': { summary: 'take bytes out', grants: { pa: 'F', fr: 'F', cl: 'C', sl: 'L', pu: 'F', pt: 'T', ac: 'V' } },
  'exam.export': { summary: 'custody packet of one exam', grants: { rm: 'FR' } },
  'inbound.receive': { summary: 'hand us bytes', grants: { gw: 'T', em: 'T', pt: 'T', pu: 'F', ac: 'V' } },
  'inbound.quarantine': { summary: 'stop an exam', grants: { pa: 'F', tr: 'FL' } },
  'inbound.clear': { summary: 'let a stopped exam go on (not one\'s own upload)', grants: { pa: 'FS' } },
  'inbound.mirror': { summary: 'say it is ours', grants: { pa: 'F', tr: 'FL' } },
  'inbound.check': { summary: 'answer the checklist', grants: { pa: 'F', tr: 'FL', li: 'FL', tn: 'FD' } },
  'inbound.release': { summary: 'let it into PACS', grants: { pa: 'F', tr: 'FL', tn: 'FD' } },
  'inbound.park': { summary: 'set aside with reason, take up again', grants: { pa: 'F', tr: 'FL', tn: 'F' } },
  'inbound.return': { summary: 'send back', grants: { pa: 'F', tr: 'FL' } },
  'inbound.reject': { summary: 'refuse for good', grants: { pa: 'F', tr: 'FL' } },
  'inbound.recall': { summary: 'start or confirm a recall by hand', grants: { pa: 'FR', rm: 'FR' } },
  'inbound.reopen': { summary: 'take up again', grants: { pa: 'F', tr: 'FL' } },
  'inbound.split': { summary: 'part series to another patient', grants: { pa: 'F', tr: 'FL' } },
  'item.claim': { summary: 'hold the lease of an item one may work on', grants: { pa: 'F', tr: 'FL', rg: 'F', fr: 'F', rm: 'F', tn: 'F', li: 'FL' } },
  'item.takeover': { summary: 'take somebody\'s lease, with reason', grants: { pa: 'F', sl: 'L', tn: 'FD' } },
  'match.accept': { summary: 'confirm where the required elements are equal', grants: { pa: 'F', tr: 'FL', rg: 'F', tn: 'FD' } },
  'match.override': { summary: 'associate though a required element differs', grants: { pa: 'F', sl: 'L', rg: 'F' } },
  'match.confirm': { summary: 'second person of an override', grants: { pa: 'FS2R', sl: 'LS2R', rm: 'FS2R', rg: 'FS2R' } },
  'match.register': { summary: 'ask for a local registration', grants: { pa: 'F', tr: 'FL', tn: 'F', rg: 'F' } },
  'match.unlink': { summary: 'undo, see the blast list', grants: { pa: 'FR', rm: 'FR' } },
  'registration.ask': { summary: 'ask or call off', grants: { pa: 'F', tr: 'FL', tn: 'F' } },
  'registration.complete': { summary: 'do or decline', grants: { rg: 'F', tn: 'FD' } },
  'recall.waive': { summary: 'write a copy off as not recallable', grants: { pa: 'FS2R', rm: 'FS2R' } },
  'overread.pick': { summary: 'choose exams for a read', grants: { cl: 'C', sl: 'L' } },
  'overread.claim': { summary: 'hold and write', grants: { rd: 'LD', rs: 'LD', sl: 'L' } },
  'overread.draft': { summary: 'hand to the attending', grants: { rs: 'LO', rd: 'LO' } },
  'overread.sign': { summary: 'sign, co-sign, addend', grants: { rd: 'LOR', sl: 'LOR' } },
  'overread.takeover': { summary: 'take a lease over', grants: { rd: 'LD', sl: 'L' } },
  'overread.assign': { summary: 'reopen, assign, change pool', grants: { sl: 'L', pa: 'F' } },
  'overread.acknowledge': { summary: 'say it was read', grants: { cl: 'C', tn: 'C' } },
  'overread.withdraw': { summary: 'call off', grants: { sl: 'L', pa: 'F', cl: 'CO' } },
  'overread.retract': { summary: 'take a signed report back', grants: { sl: 'LR', rm: 'FR' } },
  'send.create': { summary: 'cart to delivery', grants: { fr: 'F', pa: 'F', tn: 'F', cl: 'C', li: 'FL' } },
  'send.approve': { summary: 'where re-disclosure asks', grants: { pa: 'FS', rm: 'FS' } },
  'send.log': { summary: 'receipt, refusal', grants: { fr: 'F', pa: 'F', tn: 'F', pu: 'F' } },
  'send.revoke': { summary: 'call back', grants: { pa: 'F', rm: 'F', fr: 'FO' } },
  'requestOut.create': { summary: 'ask a facility or patient', grants: { cl: 'C', tn: 'F', li: 'FL', pa: 'F', tr: 'FL', ac: 'V' } },
  'requestOut.approve': { summary: 'where policy asks', grants: { sl: 'LS', pa: 'FS' } },
  'requestOut.log': { summary: 'calls, promises, reasons', grants: { tn: 'F', li: 'FL', pa: 'F', tr: 'FL', fr: 'F', pu: 'FV' } },
  'requestOut.link': { summary: 'arrival answers request', grants: { pa: 'F', tr: 'FL', tn: 'F', li: 'FL' } },
  'requestOut.cancel': { summary: 'call off', grants: { cl: 'O', tn: 'F', li: 'FL', pa: 'F' } },
  'requestIn.create': { summary: 'ask us', grants: { pu: 'F', pt: 'T', ac: 'V' } },
  'requestIn.answer': { summary: 'review, accept, fulfil', grants: { fr: 'F', pa: 'F', tn: 'FD' } },
  'requestIn.approve': { summary: 'where re-disclosure asks', grants: { pa: 'FS', rm: 'FS' } },
  'requestIn.decline': { summary: 'with its exception code', grants: { fr: 'F', pa: 'F', rm: 'F' } },
  'case.work': { summary: 'open, link, alert, close', grants: { tn: 'F', cl: 'C', li: 'FL', pa: 'F' } },
  'case.decide': { summary: 'disposition, guidance', grants: { cl: 'CL', rd: 'L' } },
  'case.propose': { summary: 'open a case from outside', grants: { em: 'T', pu: 'F', pt: 'T' } },
  'transfer.retry': { summary: 'missing only', grants: { pa: 'F', tn: 'FD', fr: 'F' } },
  'transfer.pause': { summary: 'pause, resume', grants: { pa: 'F' } },
  'transfer.cancel': { summary: 'cancel or reroute', grants: { pa: 'F', fr: 'FO' } },
  'transfer.prioritise': { summary: 'order of work', grants: { pa: 'F', tn: 'FD' } },
  'transfer.exclude': { summary: 'leave an instance out', grants: { pa: 'F', tr: 'FL' } },
  'policy.read': {
    summary: 'text, versions, replay totals',
    grants: { gm: '', gc: '', pa: '', tr: '', rd: '', sl: '', cl: '', rm: '', au: '', sa: '', ou: 'F' },
  },
  'policy.draft': { summary: 'write and withdraw own', grants: { gm: '', gc: '', sl: 'L', pa: '', rm: '' } },
  'policy.review': { summary: 'comment, send back', grants: { gm: '', gc: '' } },
  'policy.chair': { summary: 'call the vote, schedule, void, act urgently', grants: { gc: 'S' } },
  'ballot.vote': { summary: 'one vote, one constituency', grants: { gm: '', gc: '' } },
  'retention.extend': { summary: 'longer, never shorter', grants: { pa: 'F', rm: 'F', sl: 'L' } },
  'hold.place': { summary: 'matter, custodian, scope', grants: { rm: 'F' } },
  'hold.request': { summary: 'ask for a hold (blocks at once)', grants: { pa: 'F', cl: 'C', sl: 'L', ou: 'F' } },
  'hold.release': { summary: 'two people', grants: { rm: 'FS2R' } },
  'disposition.review': { summary: 'first stage', grants: { rm: 'F', pa: 'F' } },
  'disposition.approve': { summary: 'second stage', grants: { rm: 'FS2R', sl: 'LS2R' } },
  'facility.read': { summary: 'directory', grants: { ou: 'F', ol: '', pa: 'F', tr: 'F', fr: 'F', tn: 'F', li: 'F', gm: '', sa: 'M', pu: 'F' } },
  'facility.connect': { summary: 'technical steps', grants: { pa: 'F', sa: 'M', ou: 'F' } },
  'link.issue': { summary: 'issue, extend, revoke', grants: { li: 'FL', fr: 'F', tn: 'F', pa: 'F', cl: 'C' } },
  'notice.answer': {
    summary: 'own or held by duty',
    grants: { pa: 'O', tr: 'O', rd: 'O', rs: 'O', sl: 'O', cl: 'O', tn: 'O', li: 'O', fr: 'O', rg: 'O', ou: 'O', ol: 'O', gm: 'O', gc: 'O', rm: 'O', au: 'O', sa: 'O', pu: 'O' },
  },
  'people.manage': { summary: 'accounts; nobody edits their own roles', grants: { sa: 'MSR' } },
  'people.review': { summary: 'access reviews', grants: { sa: 'M', au: '', sl: 'L' } },
  'settings.change': { summary: 'site settings', grants: { sa: 'MR' } },
  'audit.read': { summary: 'log, disclosure list (itself audited)', grants: { au: '', rm: 'F' } },
  'audit.export': { summary: 'signed export', grants: { au: 'R', rm: 'FR' } },
} as const satisfies Readonly<Record<string, AbilityRow>>;

export type AbilityName = keyof typeof abilities;
