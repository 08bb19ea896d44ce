/** What can be asked of an archive, in DICOM's own attributes. An empty key set asks for everything the partner is willing to list. */
export interface StudyKeys {
  readonly studyInstanceUid?: readonly string[];
  readonly patientId?: string;
  readonly issuerOfPatientId?: string;
  /** DICOM PN with `^`; `*` and `?` are wild cards. */
  readonly patientName?: string;
  /** YYYYMMDD. */
  readonly patientBirthDate?: string;
  readonly accessionNumber?: string;
  /** Inclusive, YYYYMMDD; one end may be open. */
  readonly studyDate?: { readonly from?: string; readonly to?: string };
  readonly modalitiesInStudy?: readonly string[];
}

export type RemoteQuery =
  | { readonly level: 'study'; readonly keys: StudyKeys }
  | { readonly level: 'series'; readonly studyInstanceUid: string }
  /** Without a series the transport goes through all series of the study. */
  | { readonly level: 'instance'; readonly studyInstanceUid: string; readonly seriesInstanceUid?: string };

/** Absent values are empty strings or null, as partners leave out what they do not know. */
export interface RemoteStudy {
  readonly level: 'study';
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly patientName: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly accessionNumber: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyDescription: string;
  readonly modalitiesInStudy: readonly string[];
  readonly seriesCount: number | null;
  readonly instanceCount: number | null;
}

export interface RemoteSeries {
  readonly level: 'series';
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly seriesNumber: string;
  readonly seriesDescription: string;
  readonly instanceCount: number | null;
}

export interface RemoteInstance {
  readonly level: 'instance';
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly instanceNumber: string;
}

export type RemoteMatch = RemoteStudy | RemoteSeries | RemoteInstance;

/** What to fetch: a study, or less of it. */
export interface RemoteReference {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUids?: readonly string[];
}
