import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Upload link: a patient, partner or crew may upload without an account. */
export const linkMachine = machine({
  id: 'link',
  slice: 'inbound',
  title: 'Upload link: a patient, partner or crew may upload without an account',
  made: { by: ['link.issue'], on: [] },
  states: {
    issued: { kind: 'initial', holder: 'patient' },
    opened: { kind: 'active', holder: 'patient' },
    uploading: { kind: 'active', holder: 'patient' },
    submitted: { kind: 'active', holder: 'triage' },
    closed: { kind: 'terminal', holder: null },
    locked: { kind: 'active', holder: 'scheduler' },
    expired: { kind: 'resting', holder: null },
    revoked: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'end', in: 'issued,opened', from: 'issued', after: '14 days or the appointment', holder: 'patient', then: 'expire' },
    { name: 'abandon', in: 'uploading', from: 'last byte', after: '24 h after end', holder: 'patient', then: 'abandon' },
  ],
  moves: {
    open: {
      from: ['issued', 'opened'],
      to: 'opened',
      by: ['link.use'],
      guard: 'secret and second factor (birth date or code) right; GET never counts',
      facts: 'device',
      event: 'link.opened',
      out: ['stream'],
      except: { locked: 'refuse:locked', expired: 'refuse:link-over', revoked: 'refuse:link-over' },
    },
    lock: {
      from: ['issued', 'opened'],
      to: 'locked',
      by: ['system'],
      on: ['wire:wrong-factor'],
      guard: '10 wrong second factors',
      facts: 'count',
      event: 'link.locked',
      out: ['notice'],
    },
    'start-upload': {
      from: ['opened'],
      to: 'uploading',
      by: ['link.use'],
      guard: 'consent given; size and type allowed',
      facts: 'files, consent text version',
      event: 'link.upload-started',
      out: ['stream'],
      except: { expired: 'refuse:link-over' },
    },
    submit: {
      from: ['uploading'],
      to: 'submitted',
      by: ['link.use'],
      guard: 'names on the exams checked; another person\'s name needs a reason',
      facts: 'summary',
      event: 'link.submitted',
      out: ['notice'],
    },
    'add-more': {
      from: ['submitted'],
      to: 'uploading',
      by: ['link.use'],
      guard: 'link not over',
      facts: '',
      event: 'link.reopened',
      out: ['stream'],
      except: { closed: 'refuse:link-over' },
    },
    close: {
      from: ['submitted'],
      to: 'closed',
      by: ['system', 'link.issue'],
      on: ['event:inbound.released', 'event:inbound.returned', 'event:inbound.rejected'],
      guard: 'exams released, returned or rejected',
      facts: 'outcome told to the patient',
      event: 'link.closed',
      out: ['wire:patient-status'],
    },
    extend: {
      from: ['issued', 'opened', 'uploading'],
      to: 'same',
      by: ['link.issue'],
      guard: 'at most 90 days in all',
      facts: 'new end',
      event: 'link.extended',
      out: ['stream'],
      except: { expired: 'refuse:reissue' },
    },
    reissue: {
      from: ['expired', 'locked'],
      to: 'issued',
      by: ['link.issue'],
      guard: 'new secret; old one dead',
      facts: 'why',
      event: 'link.reissued',
      out: ['notice'],
    },
    expire: {
      from: ['issued', 'opened', 'locked'],
      to: 'expired',
      by: ['system'],
      on: ['timer:end'],
      guard: 'end passed (an upload in progress may finish within 24 h)',
      facts: '',
      event: 'link.expired',
      out: ['notice'],
      except: { uploading: 'ignore:grace-24h' },
    },
    abandon: {
      from: ['uploading'],
      to: 'expired',
      by: ['system'],
      on: ['timer:abandon'],
      guard: 'no byte for 24 h after the end; bytes kept 7 days',
      facts: 'bytes',
      event: 'link.abandoned',
      out: ['notice'],
    },
    revoke: {
      from: ['issued', 'opened', 'uploading', 'submitted', 'locked', 'expired'],
      to: 'revoked',
      by: ['link.issue'],
      guard: 'reason',
      facts: 'reason',
      event: 'link.revoked',
      out: ['wire:patient-status'],
      except: { closed: 'refuse:link-over' },
    },
  },
});

export type LinkState = StateOf<typeof linkMachine>;
export type LinkMove = MoveOf<typeof linkMachine>;

/** From the issue of a link to its end, unless the appointment is before; and the longest it may be made in all. */
export const LINK_DAYS = 14;
export const LONGEST_LINK_DAYS = 90;
/** Wrong second factors after which a link opens nothing more. */
export const MOST_LINK_TRIES = 10;
