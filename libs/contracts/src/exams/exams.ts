/** A name as sent: Latin letters first, then the writing it came in. */
export interface NameView {
  readonly family: string;
  readonly given: string;
  /** "Family, Given" in Latin letters where there are any. */
  readonly text: string;
  readonly native: { readonly text: string; readonly lang: string | null } | null;
}

export interface IdentifierView {
  readonly value: string;
  /** Issuer as people know it (namespace or facility), never empty. */
  readonly issuer: string;
}

export interface SeriesView {
  readonly seriesUid: string;
  readonly number: number | null;
  readonly modality: string;
  readonly description: string;
  readonly instances: number;
  readonly transferSyntaxes: readonly string[];
  readonly sopClasses: readonly string[];
  readonly contentKind: string;
  /** Finding codes of any instance: odd-length, burned-in-name, conflict... */
  readonly findings: readonly string[];
  /** First instance shown as thumbnail; null when there are no pixels. */
  readonly thumbnail: { readonly sopUid: string } | null;
}

export interface InstanceView {
  readonly sopUid: string;
  readonly seriesUid: string;
  readonly number: number | null;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly frames: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly findings: readonly string[];
}

export interface ReportView {
  readonly id: string;
  readonly kind: 'outside' | 'local';
  readonly source: string;
  readonly author: string | null;
  readonly status: 'P' | 'F' | 'C' | 'W';
  readonly signedAt: string | null;
  readonly receivedAt: string;
  readonly title: string;
  /** Sections in order; a report that came as plain text has one section without a heading. */
  readonly sections: readonly { readonly heading: string | null; readonly text: string }[];
  /** A PDF or other document to open instead of or beside the text. */
  readonly document: { readonly href: string; readonly mediaType: string } | null;
}

/** One thing that happened to the exam, for the custody timeline. */
export interface TimelineEntry {
  readonly at: string;
  readonly event: string;
  readonly who: string;
  readonly what: string;
  readonly detail: string | null;
  readonly decisionId: string | null;
}

/** One row of the tag view: what came, and what the localised copy carries where it differs. */
export interface TagRow {
  readonly tag: string;
  readonly vr: string;
  readonly name: string;
  readonly depth: number;
  readonly value: string;
  readonly localised: string | null;
}
