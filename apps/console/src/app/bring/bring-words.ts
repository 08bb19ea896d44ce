import type { UploadContents, UploadedParcel, UploadExamState, UploaderRelation } from '@causeway/contracts';

export const relationWords: readonly (readonly [UploaderRelation, string])[] = [
  ['self', 'I am the patient'], ['parent', 'I am the patient’s mother or father'], ['guardian', 'I am the patient’s guardian or representative'], ['helper', 'I help the patient, who knows of it'],
  ['crew', 'I am of the crew that brings the patient'], ['clinician', 'I treat the patient'],
];

export const nameReasons: readonly (readonly [string, string])[] = [
  ['former-name', 'It is a former name of the patient'], ['spelling', 'It is another spelling'], ['other-person-too', 'Images of somebody else are on it too'], ['not-known', 'I do not know'],
];

const EXAMS: Readonly<Record<UploadExamState, string>> = {
  received: 'received, will be looked at', checking: 'being checked', accepted: 'checked and with your care team', 'given-back': 'could not be used; you will be told why',
};
export const examState = (state: UploadExamState): string => EXAMS[state];

/** What an upload is, in a word people use. */
export const formWord = (form: UploadedParcel['form']): string => ({ folder: 'Disc or folder', file: 'File', photographs: 'Photographs' })[form];

/** Where it is on its way, in one sentence. */
export function parcelState(p: UploadedParcel, sending: boolean): string {
  switch (p.state) {
    case 'uploading': return sending ? 'Being sent. Keep this page open.' : 'Stopped. Choose the same files again to go on where it stopped.';
    case 'waiting':
    case 'reading': return 'Here. We look what is in it.';
    case 'read': return p.exams.length > 0 ? 'Here.' : 'Nothing in it that we can use.';
    case 'failed': return 'Could not be read.';
    case 'expired': return 'Not finished in time. Send it again.';
    case 'cancelled': return 'Stopped by you.';
  }
}

export const pending = (c: UploadContents): boolean => c.parcels.some((p) => ['uploading', 'waiting', 'reading'].includes(p.state) || p.exams.some((e) => e.state === 'received' || e.state === 'checking'));

export const images = (n: number): string => `${n.toLocaleString('en-US')} ${n === 1 ? 'image' : 'images'}`;
