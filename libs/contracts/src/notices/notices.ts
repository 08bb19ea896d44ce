/** GET /api/v1/notices: what the bell shows. Subject and text are codes with values; no patient data leaves the console. */
export interface NoticeView {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly event: string;
  readonly because: string;
  /** Decision of a policy that made it; null where the console itself did. */
  readonly decisionId?: string | null;
  readonly urgent: boolean;
  readonly ackNeeded: boolean;
  readonly subject: { readonly kind: string; readonly id: string; readonly label: string };
  readonly values: Readonly<Record<string, string>>;
  readonly at: string;
  readonly dueAt: string | null;
}

export interface NoticePage {
  readonly rows: readonly NoticeView[];
  readonly unread: number;
  readonly needsAnswer: number;
}
