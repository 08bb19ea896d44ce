// What the viewer is told, and the frames it makes of it.

/** A series of an exam, as `SeriesView` says it; what is only known of the exam page may be missing. */
export interface ViewerSeries {
  readonly seriesUid: string;
  readonly number?: number | null;
  readonly modality: string;
  readonly description: string;
  readonly instances: number;
  readonly transferSyntaxes?: readonly string[];
  readonly findings?: readonly string[];
  readonly thumbnail?: { readonly sopUid: string } | null;
}

/** Another exam of the same person that may be shown beside this one. Without an exam id its pixels are not here, or they lie in the house's archive and are copied from there when it is opened. */
export interface PriorChoice {
  readonly inArchive?: boolean;
  readonly examId: string | null;
  readonly studyUid: string;
  readonly description: string;
  readonly studyDate: string | null;
  readonly modality: string;
}

/** Where a series' pixels are asked for: exams split from one study share its UID, so the exam is named as well. */
export interface SeriesPlace {
  readonly examId: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  /** It is a copy of an exam of the house's archive, opened through the exam it stands beside. */
  readonly copyId?: string;
}

/** One picture of a stack: a single-frame instance, or one frame of a multi-frame one. */
export interface Frame {
  /** The same for the same picture whenever the list is read again. */
  readonly key: string;
  readonly place: SeriesPlace;
  readonly sopUid: string;
  /** Instance Number as sent; null when there is none. */
  readonly number: number | null;
  /** From 1. */
  readonly frame: number;
  /** Frames of the instance. */
  readonly frames: number;
  readonly bytes: number;
  readonly transferSyntax: string;
  readonly findings: readonly string[];
}

/** An instance without pixels: a report, a PDF, a waveform. */
export interface DocumentInstance {
  readonly place: SeriesPlace;
  readonly sopUid: string;
  readonly sopClass: string;
  readonly number: number | null;
}
