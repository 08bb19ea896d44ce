import type { UploaderRelation, UploadLinkView } from '@causeway/contracts';

export const linkStates: Readonly<Record<UploadLinkView['state'], readonly [word: string, hue: string]>> = {
  issued: ['not opened yet', 'wait'], opened: ['opened', 'active'], uploading: ['bringing images', 'active'], submitted: ['has brought everything', 'good'], closed: ['done', 'good'],
  locked: ['locked: a wrong code was tried too often', 'stop'], expired: ['over', 'held'], revoked: ['taken back', 'held'],
};

const RELATIONS: Readonly<Record<UploaderRelation, string>> = { self: 'the patient', parent: 'a parent', guardian: 'a guardian', helper: 'a helper', crew: 'of the crew that brings the patient', clinician: 'a clinician who treats the patient' };
export const relationWord = (relation: UploaderRelation): string => RELATIONS[relation];

const REASONS: Readonly<Record<string, string>> = { 'former-name': 'a former name', spelling: 'another spelling', 'other-person-too': 'somebody else is on it too', 'not-known': 'they do not know why' };
export const nameReason = (code: string): string => REASONS[code] ?? code;
