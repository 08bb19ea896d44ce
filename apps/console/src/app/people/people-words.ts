import { abilities, type AbilityName, type ConditionLetter, lettersOf, type Role, roles } from '@causeway/access';
import type { StateLook } from '@causeway/console-ui';
import type { ExplainableKind, ExplanationView, NamedValue, PersonState } from '@causeway/contracts';

export const personLooks: Readonly<Record<PersonState, StateLook>> = {
  active: { hue: 'good', icon: 'check_circle', word: 'May sign in' },
  disabled: { hue: 'held', icon: 'person_off', word: 'Disabled' },
};

/** A role as the beginning of a line. */
export const roleWord = (role: Role): string => roles[role].charAt(0).toUpperCase() + roles[role].slice(1);
export const roleList = (held: readonly Role[]): string => held.map((role, i) => (i === 0 ? roleWord(role) : roles[role])).join(', ');

/** What a letter asks, short enough to stand behind an ability. */
const ASKS: Readonly<Record<ConditionLetter, string>> = {
  F: 'own facilities', L: 'own service lines', C: 'own care team', O: 'own things', T: 'the one thing of the token', S: 'not after their own earlier step', 2: 'as one of two people', R: 'password typed again', D: 'on duty, or with a reason',
  B: 'also in an emergency', M: 'without patient data', V: 'where the token says so',
};
/** "own facilities, own service lines"; empty where the grant asks nothing. */
export const grantWords = (letters: string): string => lettersOf(letters).map((letter) => ASKS[letter]).join(', ');
export const lettersWithWords = (Object.entries(ASKS) as [ConditionLetter, string][]).map(([letter, words]) => ({ letter, words }));

/** Abilities by what they are about, in the order of the specification. */
export const abilitiesBySubject: readonly { readonly subject: string; readonly abilities: readonly AbilityName[] }[] = [
  ...(Object.keys(abilities) as AbilityName[]).reduce((groups, name) => {
    const subject = name.split('.')[0] ?? '';
    return groups.set(subject, [...(groups.get(subject) ?? []), name]);
  }, new Map<string, AbilityName[]>()),
].map(([subject, names]) => ({ subject, abilities: names }));
export const subjectWords: Readonly<Record<string, string>> = {
  exam: 'Exams', inbound: 'Outside exams', item: 'Items of work', match: 'Matches', registration: 'Registrations', recall: 'Call-backs', overread: 'Over-reads', send: 'Sends', requestOut: 'Requests of ours', requestIn: 'Requests of partners',
  case: 'Cases', transfer: 'Transfers', policy: 'Policies', ballot: 'Ballots', retention: 'Retention', hold: 'Holds', disposition: 'Dispositions', facility: 'Facilities', link: 'Links and discs', notice: 'Notices', people: 'People',
  settings: 'Settings', audit: 'Audit', handover: 'Hand-overs', endpoint: 'Lines', gateway: 'Gateways', duty: 'Duties', insights: 'Insights', breakglass: 'Emergency access',
};

type Check = ExplanationView['grants'][number]['checks'][number];
const SHOWN = 4;
const listed = (values: readonly NamedValue[]): string =>
  values.length === 0 ? 'none' : values.slice(0, SHOWN).map((v) => v.name).join(', ') + (values.length > SHOWN ? ` and ${values.length - SHOWN} more` : '');

/** One condition as a sentence with both sides of it. */
export function checkSentence({ letter, outcome, wanted, found }: Check, name: string): string {
  const held = outcome === 'held';
  const has = found === null || found.length === 0 ? null : listed(found);
  switch (letter) {
    case 'F': return held ? `It belongs to ${has}, where ${name} works.` : `It belongs to ${has ?? 'no facility'}; ${name} works for ${listed(wanted)}.`;
    case 'L': return held ? `Its service line, ${has}, is one of ${name}'s.` : `Its service line is ${has ?? 'not known'}; ${name} has ${listed(wanted)}.`;
    case 'audience': return held ? `The release policy shows it to ${has?.includes('everyone') ? 'everyone with a right to it' : name}.` : `The release policy shows it to ${has ?? 'nobody'} and to those who handle exams; ${name} is not among them.`;
    case 'C': return held ? `${name} is in its care team.` : `Its care team is ${has ?? 'empty'}; ${name} is not in it.`;
    case 'O': return held ? `It is ${name}'s own: made or held by them.` : `It was made or is held by ${has ?? 'nobody'}, not by ${name}.`;
    case 'T': return held ? 'It is the thing the token opens.' : 'It is not the thing a token of theirs opens.';
    case 'S':
    case '2': return held ? `${name} did not do the step before this one.` : `${name} did the step before this one; somebody else must do this.`;
    case 'R': return held ? 'The password was typed within the last minute.' : 'They are asked for the password first.';
    case 'D': return held ? 'They count as on duty.' : 'They are not on duty, and are asked for a reason first.';
    case 'V': return held ? 'The token names it.' : 'The token does not name it.';
    case 'M': return 'Shown without patient data.';
    case 'B': return held ? `Emergency access has opened it to ${name} for now.` : 'Emergency access would open it without the other conditions, with a reason and a review.';
  }
}

export interface Verdict {
  readonly look: StateLook;
  readonly sentence: string;
}
export function verdictOf(said: ExplanationView): Verdict {
  const { name, state } = said.person;
  const act = `“${said.summary}”`;
  if (state === 'disabled') return { look: { hue: 'stop', icon: 'block', word: 'No' }, sentence: `${name} is disabled, so nothing is open to them. If they were not:` };
  switch (said.step) {
    case 'allowed': return { look: { hue: 'good', icon: 'check_circle', word: 'Yes' }, sentence: `${name} may do this: ${act}.` };
    case 'reauthenticate': return { look: { hue: 'good', icon: 'check_circle', word: 'Yes, with password' }, sentence: `${name} may do this after typing the password again: ${act}.` };
    case 'give-duty-reason': return { look: { hue: 'attn', icon: 'schedule', word: 'Yes, with a reason' }, sentence: `${name} may do this with a reason, because they are not on duty: ${act}.` };
    case 'denied': return { look: { hue: 'stop', icon: 'block', word: 'No' }, sentence: said.grants.length === 0 ? `${name} may not do this: none of their roles has ${act}.` : `${name} may not do this to this one: ${act}.` };
  }
}

/** Which kind of thing stands at an address of the console. */
const PLACES: Readonly<Record<string, ExplainableKind>> = {
  inbound: 'inbound', match: 'match', overreads: 'overread', cases: 'case', requests: 'requestOut', records: 'requestIn', parcels: 'parcel', sends: 'send', transfers: 'transfer', holds: 'hold', dispositions: 'disposition', people: 'person',
};
/** The thing an address or a bare address part names: `.../inbound/<id>`; null when it names none. */
export function thingAt(text: string): { readonly kind: ExplainableKind; readonly id: string } | null {
  const found = /(?:^|\/)([a-z]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(text.trim());
  const kind = found && PLACES[found[1] ?? ''];
  return kind ? { kind, id: (found[2] ?? '').toLowerCase() } : null;
}
