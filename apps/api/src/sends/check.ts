import type { SourceTermsView } from '@causeway/contracts';
import { chosenRoute, preflight, rankRoute, termsOf, type PreflightFacts, type PreflightFinding, type RankedChannel, type Redisclosure, type RouteFacts } from '@causeway/domain';
import { networksOf, standingWith } from '../exchange/directory';
import { counted } from '../exams/counted';
import { examFacts } from '../inbound/facts';
import type { Act } from '../platform/acts/act';
import { dayIn } from '../platform/clocks';
import { askPolicy } from '../platform/decisions/decisions';
import type { Settings } from '../platform/settings/settings';
import { keepingFacts } from '../retention/facts';
import { channelsTo } from './channels';
import { linkChannel } from './link/channel';

export interface Planned {
  readonly sendId: string | null;
  readonly items: readonly { readonly examId: string; readonly withReports: boolean }[];
  readonly recipient: { readonly facilityId: string; readonly kind: string; readonly person: string | null; /** A person opens it with a link: no agreement of a house stands behind them, the policy alone decides. */ readonly byLink: boolean };
  readonly purpose: string;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly whenReportIsFinal: boolean;
  readonly attested: boolean;
  readonly approved: boolean;
  /** Channel somebody chose; the best one when null. */
  readonly wanted: string | null;
}

export interface Checked {
  readonly findings: readonly PreflightFinding[];
  readonly route: { readonly facts: RouteFacts; readonly ranked: readonly RankedChannel[]; readonly wanted: string | null };
  readonly endpointId: string | null;
  readonly opensAt: string | null;
  readonly decisions: ReadonlyMap<string, string>;
  /** What each source asks to travel with its exams, where the policy attaches it. */
  readonly terms: readonly SourceTermsView[];
  /** Exams the policy refuses, each with the exception it rests on. */
  readonly refused: readonly RefusedExam[];
  readonly megabytes: number;
  readonly images: number;
  readonly reports: number;
  readonly waitsForReport: boolean;
}

export interface RefusedExam { readonly examId: string; readonly exception: string; readonly because: string; readonly decisionId: string }

interface ExamRow { id: string; state: string; instances: number; bytes: string; reports: number; open_reads: number; sent_today: boolean; source: string | null; source_terms: Redisclosure | null; terms_text: string | null }

/** The pre-flight: every exam is put to the re-disclosure policy, every channel is ranked, and all that speaks against the send is listed (INV-20, INV-21). */
export async function checkSend(act: Act, plan: Planned, installed: readonly string[], settings: Settings): Promise<Checked> {
  const ids = plan.items.map((i) => i.examId);
  const rows = await act.query<ExamRow>(
    `select x.id, x.state, (select count(*)::int from instance i where i.exam_id = x.id and i.conflict_of is null and ${counted('i')}) as instances,
       (select coalesce(sum(bytes), 0)::text from instance i where i.exam_id = x.id and i.conflict_of is null and ${counted('i')}) as bytes,
       (select count(*)::int from report r where r.exam_id = x.id and r.status <> 'W') as reports,
       (select count(*)::int from overread o where o.exam_id = x.id and o.state in ('awaiting-pick', 'open', 'claimed', 'drafting', 'cosigning')) as open_reads,
       exists (select 1 from send_item si join send s on s.id = si.send_id where si.exam_id = x.id and s.recipient_id = $2 and s.id is distinct from $3::uuid and s.state in ('sending', 'delivered', 'accepted') and s.state_since > clock_timestamp() - interval '1 day') as sent_today,
       f.name as source, f.redisclosure as source_terms, f.redisclosure_terms as terms_text
     from inbound x join exam e on e.id = x.id left join facility f on f.id = e.source_facility_id where x.id = any($1::uuid[])`, [ids, plan.recipient.facilityId, plan.sendId]);
  const byLink = plan.recipient.byLink;
  const { agreement, paused } = byLink ? { agreement: 'none' as const, paused: false } : await standingWith(act, plan.recipient.facilityId, dayIn(act.now, settings.SITE_ZONE), plan.purpose);
  const networks = byLink ? null : await networksOf(act, plan.recipient.facilityId);
  const decisions = new Map<string, string>();
  const terms: SourceTermsView[] = [];
  const refused: RefusedExam[] = [];
  const exams: PreflightFacts['exams'][number][] = [];
  for (const item of plan.items) {
    const row = rows.find((r) => r.id === item.examId);
    if (!row) continue;
    const x = await examFacts(act, item.examId, settings);
    const decision = await askPolicy(act, {
      kind: 'redisclosure', subject: { kind: 'send', id: plan.sendId ?? item.examId, examId: item.examId }, today: x.today,
      facts: { ...x.facts, ...(await keepingFacts(act, item.examId, settings)), 'recipient.kind': plan.recipient.kind, 'recipient.agreement': agreement, 'recipient.networks': networks, 'recipient.named': plan.recipient.person !== null, 'disclosure.purpose': plan.purpose, 'source.reDisclosureTerms': row.source_terms },
    });
    decisions.set(item.examId, decision.id);
    if (decision.outcome.attachTerms) terms.push({ examId: item.examId, source: row.source, text: termsOf(row.source_terms, row.terms_text) });
    if (decision.outcome.act === 'refuse') refused.push({ examId: item.examId, exception: decision.outcome.exception, because: decision.because[0] ?? '', decisionId: decision.id });
    exams.push({
      examId: item.examId, instances: row.instances, identified: x.facts['patient.identified'] === true, recalling: row.state === 'recalling', act: decision.outcome.act, because: decision.because[0] ?? '',
      wantsReport: item.withReports, reports: row.reports, openRead: row.open_reads > 0, sentToday: row.sent_today,
    });
  }
  const bytes = rows.reduce((sum, r) => sum + Number(r.bytes), 0);
  const megabytes = Math.round(bytes / 100_000) / 10;
  const facts: RouteFacts = { megabytes, urgency: plan.urgency, channels: byLink ? [linkChannel] : await channelsTo(act, { facilityId: plan.recipient.facilityId, sendId: plan.sendId, examIds: ids }, installed, settings) };
  const ranked = rankRoute(facts);
  const route = ranked.find((r) => r.usable && r.endpointId === plan.wanted) ?? chosenRoute(ranked);
  const channel = facts.channels.find((c) => c.endpointId === route?.endpointId) ?? null;
  const limits = facts.channels.filter((c) => c.canSend && !c.disabled && !c.tried).map((c) => c.maxMegabytes);
  const findings = preflight({
    attested: plan.attested, recipientNamed: plan.recipient.person !== null, agreement: byLink ? 'in-force' : agreement, paused, megabytes, whenReportIsFinal: plan.whenReportIsFinal, exams,
    largest: limits.length > 0 && limits.every((l) => l !== null) ? Math.max(...limits.map(Number)) : null,
    route: channel ? { label: channel.label, openNow: channel.openNow, opensAt: channel.opensAt, away: channel.breaker === 'open', refusedClasses: channel.refusedClasses } : null,
  }, plan.approved);
  return {
    findings, route: { facts, ranked, wanted: plan.wanted }, endpointId: route?.endpointId ?? null, opensAt: channel?.opensAt ?? null, decisions, terms, refused, megabytes, images: rows.reduce((n, r) => n + r.instances, 0),
    reports: plan.items.reduce((n, i) => n + (i.withReports ? (rows.find((r) => r.id === i.examId)?.reports ?? 0) : 0), 0), waitsForReport: plan.whenReportIsFinal && exams.some((x) => x.wantsReport && (x.openRead || x.reports === 0)),
  };
}
