import type { OpinionDecline } from '@causeway/domain';
import type { Settings } from '../platform/settings/settings';

export type OpinionMail = 'confirm' | 'declined' | 'expired' | 'answered' | 'ended';
export interface OpinionLetter { readonly subject: string; readonly text: string }

/** Reasons in plain words. None of them says anything about a person's health. */
const REASONS: Readonly<Record<OpinionDecline, string>> = {
  'not-offered': 'What you ask for is not something we offer at a distance.',
  'in-person': 'For this we need to see you in person. Call us and we find an appointment.',
  'referral-needed': 'For this we need a referral from the doctor who treats you. Ask them to contact us.',
  'not-enough': 'What you wrote is not enough for us to answer. Call us, and we tell you what is needed.',
  'not-allowed': 'We can take this question only from the patient, or from somebody who may speak for them.',
  'no-room': 'We have no room for further questions at the moment.',
  'not-reached': 'We tried to reach you and could not.',
};

/** What the mails say. They name neither the patient nor what was asked, and no department: a mail may be read by others. */
export function opinionLetter(what: OpinionMail, o: { readonly callNumber: string; readonly address?: string; readonly declined?: OpinionDecline | null }, settings: Pick<Settings, 'SITE_NAME'>): OpinionLetter {
  const house = settings.SITE_NAME;
  const call = `Questions? Call ${o.callNumber}.`;
  const page = 'The link in our first mail, with your code, shows how far it is.';
  switch (what) {
    case 'confirm': return letter(`${house}: please confirm`, [
      `Somebody, probably you, asked ${house} something and gave this mail address.`, '', 'Open this address and press Confirm:', o.address ?? '', '',
      'Without that nothing happens, and what was written is deleted after a day. Keep this mail: later the same address, with the code you were shown, tells you how far it is.', '', 'If it was not you, delete this mail.',
    ]);
    case 'declined': return letter(`${house}: about what you asked`, ['We cannot take up what you asked us.', '', o.declined ? REASONS[o.declined] : '', '', call, '', 'What you wrote is deleted in 30 days. If anything is urgent, do not wait for us: call your doctor or the emergency number.']);
    case 'expired': return letter(`${house}: about what you asked`, ['Nobody here has answered what you asked within 30 days. We are sorry.', '', `Please call ${o.callNumber}, or ask again.`, '', 'What you wrote is deleted in 30 days.']);
    case 'answered': return letter(`${house}: an answer is there`, ['What you asked has been answered.', '', `Call ${o.callNumber}: we tell you the answer and how you get it in writing.`, '', page]);
    case 'ended': return letter(`${house}: about what you asked`, ['What you asked has been closed here without a written answer.', '', `Call ${o.callNumber}: we tell you why, and what you can do.`, '', page]);
  }
}

const letter = (subject: string, lines: readonly string[]): OpinionLetter => ({ subject, text: lines.join('\n') });
