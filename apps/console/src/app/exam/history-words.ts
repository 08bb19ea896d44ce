import { caseLooks, type IconName, inboundLooks, overreadLooks, requestOutLooks, type SiteTime, type StateLook } from '@causeway/console-ui';
import type { HistoryEntry, HistoryKind } from '@causeway/contracts';
import { useCaseOf } from '@causeway/domain';
import { spoken } from '../core/why/decision-words';

export interface HistoryLine {
  readonly key: string;
  readonly icon: IconName;
  readonly title: string;
  readonly more: string;
  readonly at: string;
  readonly day: string;
  readonly link: string | null;
  readonly here: boolean;
  /** A visit that is still to come. */
  readonly ahead: boolean;
}

const icons: Readonly<Record<HistoryKind, IconName>> = { exam: 'photo_library', report: 'description', overread: 'rate_review', case: 'groups', request: 'outbox', visit: 'schedule' };
const reportStates: Readonly<Record<string, string>> = { P: 'preliminary', F: 'final', C: 'corrected', W: 'withdrawn' };
const visitStates: Readonly<Record<string, string>> = { booked: 'booked', cancelled: 'cancelled', over: 'over' };

const lookOf = (looks: Readonly<Record<string, StateLook>>, state: string): string => lowerFirst(looks[state]?.word ?? spoken(state));
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** One thing of the patient's history as a line of the list. */
export function historyLine(row: HistoryEntry, site: Pick<SiteTime, 'date' | 'dateTime'>, now = Date.now()): HistoryLine {
  const ahead = row.kind === 'visit' && row.state === 'booked' && Date.parse(row.at) > now;
  const said = (...parts: readonly (string | null | undefined)[]): string => parts.filter((part): part is string => !!part).join(' · ');
  const base = { key: `${row.kind} ${row.id}`, icon: icons[row.kind], at: row.at, day: row.kind === 'visit' ? site.dateTime(row.at) : site.date(row.at), here: row.here, ahead };
  switch (row.kind) {
    case 'exam': return { ...base, title: row.title, more: said('Exam', row.detail, row.source, lookOf(inboundLooks, row.state)), link: row.here ? null : `/inbound/${row.id}` };
    case 'report': return { ...base, title: row.title, more: said('Report', row.detail, row.source, reportStates[row.state] ?? spoken(row.state)), link: row.here || row.examId === null ? null : `/inbound/${row.examId}` };
    case 'overread': return { ...base, title: `${row.readKind === 'primary' ? 'Primary read' : 'Over-read'} of ${row.title}`, more: said(row.detail === null ? null : `grade ${spoken(row.detail)}`, lookOf(overreadLooks, row.state)), link: `/overreads/${row.id}` };
    case 'case': return { ...base, title: `Case ${row.number ?? ''}: ${useCaseOf(row.useCase)?.name ?? 'other'}`, more: said(row.title, row.source, lookOf(caseLooks, row.state)), link: `/cases/${row.id}` };
    case 'request': return { ...base, title: `Request ${row.number ?? ''}: ${row.title}`, more: said(row.source, lookOf(requestOutLooks, row.state)), link: `/requests/${row.id}` };
    case 'visit': return { ...base, title: row.title === '' ? 'Visit' : `Visit: ${row.title}`, more: said(row.source, row.detail, visitStates[row.state] ?? row.state), link: null };
  }
}
