import type { Frame, SeriesPlace } from './viewer-model';

const seriesPath = (place: SeriesPlace): string => `/api/v1/dicomweb/studies/${place.studyUid}/series/${place.seriesUid}`;
/** Where one object is asked for, and what follows its address. A copy from the archive belongs to no exam of ours. */
const objectPath = (place: SeriesPlace, sopUid: string): string => (place.copyId === undefined ? `${seriesPath(place)}/instances/${sopUid}` : `${copyPath(place.examId, place.copyId)}/instances/${sopUid}`);
export const copyPath = (examId: string, copyId: string): string => `/api/v1/exams/${examId}/archive-priors/${copyId}`;
const ofExam = (place: SeriesPlace): string => `?exam=${encodeURIComponent(place.examId)}`;

/** The instance as stored: one Part 10 file (PS3.18 10.4, `application/dicom; transfer-syntax=*`). */
export const instanceUrl = (place: SeriesPlace, sopUid: string): string => `${objectPath(place, sopUid)}${ofExam(place)}`;

/** What the server makes of an instance for those who cannot decode it: a JPEG, or the document inside. */
export const renderedUrl = (place: SeriesPlace, sopUid: string): string => `${objectPath(place, sopUid)}/rendered${ofExam(place)}`;

/** One frame as a JPEG of the server (PS3.18 10.4.1.1.3). */
export const renderedFrameUrl = (frame: Pick<Frame, 'place' | 'sopUid' | 'frame' | 'frames'>): string =>
  frame.frames > 1
    ? `${objectPath(frame.place, frame.sopUid)}/frames/${frame.frame}/rendered${ofExam(frame.place)}`
    : renderedUrl(frame.place, frame.sopUid);

export const thumbnailUrl = (place: SeriesPlace): string => `${seriesPath(place)}/thumbnail${ofExam(place)}`;

/**
 * Name of a frame for the image loader. The frame number is always there: only then does the loader look into the functional groups
 * of an enhanced object, also when it has a single frame.
 */
export const imageIdOf = (frame: Pick<Frame, 'place' | 'sopUid' | 'frame'>): string => `wadouri:${instanceUrl(frame.place, frame.sopUid)}&frame=${frame.frame}`;
