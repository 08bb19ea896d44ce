/** Why a send may not go, must wait, or should be looked at: what the pre-flight lists. */
export interface PreflightFinding {
  readonly code: (typeof preflightCodes)[number];
  /** `stop`: it does not go. `ask`: a second person decides. `wait`: it goes later by itself. `note`: the sender should know. */
  readonly weight: 'stop' | 'ask' | 'wait' | 'note';
  readonly examId: string | null;
  /** Both values where two differ, and other plain facts; never patient data. */
  readonly values: Readonly<Record<string, string | number>>;
}

export const preflightCodes = [
  'nothing-to-send', 'not-identified', 'being-called-back', 'partner-paused', 'no-agreement', 'agreement-ending', 'policy-refuses', 'policy-asks', 'nobody-named', 'no-route', 'outside-hours', 'partner-away', 'too-large',
  'class-refused-before', 'report-not-final', 'no-report', 'sent-today', 'not-attested',
] as const;

export interface PreflightFacts {
  readonly attested: boolean;
  readonly recipientNamed: boolean;
  /** Agreement with the recipient. */
  readonly agreement: 'in-force' | 'ending' | 'none';
  /** What we send there is stopped: by somebody, or because an agreement ended. */
  readonly paused: boolean;
  readonly megabytes: number;
  readonly whenReportIsFinal: boolean;
  readonly exams: readonly {
    readonly examId: string;
    readonly instances: number;
    readonly identified: boolean;
    readonly recalling: boolean;
    readonly act: 'allow' | 'ask' | 'refuse';
    readonly because: string;
    readonly wantsReport: boolean;
    readonly reports: number;
    readonly openRead: boolean;
    readonly sentToday: boolean;
  }[];
  readonly route: { readonly label: string; readonly openNow: boolean; readonly opensAt: string | null; readonly away: boolean; readonly refusedClasses: readonly string[] } | null;
  /** Largest load any channel takes, when none takes this one. */
  readonly largest: number | null;
}

/** All reasons at once, the gravest first (INV-20, INV-21). A person has answered the policy's question when `approved`. */
export function preflight(f: PreflightFacts, approved = false): PreflightFinding[] {
  const found: PreflightFinding[] = [];
  const add = (weight: PreflightFinding['weight'], code: PreflightFinding['code'], values: PreflightFinding['values'] = {}, examId: string | null = null): void => void found.push({ code, weight, examId, values });
  if (f.exams.length === 0) add('stop', 'nothing-to-send');
  if (!f.attested) add('stop', 'not-attested');
  if (f.paused) add('stop', 'partner-paused');
  else if (f.agreement === 'none') add('stop', 'no-agreement');
  if (f.agreement === 'ending') add('note', 'agreement-ending');
  if (!f.recipientNamed) add('note', 'nobody-named');
  for (const x of f.exams) {
    if (x.instances === 0) add('stop', 'nothing-to-send', {}, x.examId);
    if (!x.identified) add('stop', 'not-identified', {}, x.examId);
    if (x.recalling) add('stop', 'being-called-back', {}, x.examId);
    if (x.identified && x.act === 'refuse') add('stop', 'policy-refuses', { because: x.because }, x.examId);
    if (x.act === 'ask' && !approved) add('ask', 'policy-asks', { because: x.because }, x.examId);
    if (x.wantsReport && x.openRead) add(f.whenReportIsFinal ? 'wait' : 'note', 'report-not-final', {}, x.examId);
    if (x.wantsReport && x.reports === 0 && !x.openRead) add('note', 'no-report', {}, x.examId);
    if (x.sentToday) add('note', 'sent-today', {}, x.examId);
  }
  if (f.route === null) {
    if (f.largest !== null && f.megabytes > f.largest) add('stop', 'too-large', { megabytes: Math.ceil(f.megabytes), largest: f.largest });
    else add('stop', 'no-route');
  } else {
    if (!f.route.openNow) add('wait', 'outside-hours', { opensAt: f.route.opensAt ?? '' });
    if (f.route.away) add('wait', 'partner-away', { line: f.route.label });
    if (f.route.refusedClasses.length > 0) add('note', 'class-refused-before', { classes: f.route.refusedClasses.join(', ') });
  }
  const weights = ['stop', 'ask', 'wait', 'note'];
  return found.sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
}

/** What the findings come to. */
export const verdictOf = (findings: readonly PreflightFinding[]): 'stop' | 'ask' | 'go' =>
  findings.some((f) => f.weight === 'stop') ? 'stop' : findings.some((f) => f.weight === 'ask') ? 'ask' : 'go';
