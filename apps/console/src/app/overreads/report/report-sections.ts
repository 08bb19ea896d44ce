import type { ReportView } from '@causeway/contracts';

export interface ReportSection {
  readonly heading: string | null;
  readonly text: string;
}

const HEADING = /^[ \t]*(clinical (?:question|information|history)|history|indication|technique|comparison|findings|impression|conclusion|opinion|summary|recommendations?)[ \t]*:[ \t]*/gim;

/** The parts of a report. One that came as plain text is parted at the headings it has itself; its words stay as sent. */
export function partsOf(report: ReportView): readonly ReportSection[] {
  const only = report.sections.length === 1 ? report.sections[0] : undefined;
  if (only === undefined || only.heading !== null) return report.sections;
  const heads = [...only.text.matchAll(HEADING)];
  if (heads.length === 0) return report.sections;
  const before = only.text.slice(0, heads[0]?.index ?? 0).trim();
  const parts = heads.map((head, i) => ({ heading: capitalised(head[1] ?? ''), text: only.text.slice(head.index + head[0].length, heads[i + 1]?.index).trim() }));
  return [...(before === '' ? [] : [{ heading: null, text: before }]), ...parts];
}

/** The part that draws the conclusion, or null when none says so. */
export const impressionOf = (parts: readonly ReportSection[]): ReportSection | null => parts.find((p) => /impression|conclusion|opinion|summary/i.test(p.heading ?? '')) ?? null;

export const isFindings = (part: ReportSection): boolean => /finding/i.test(part.heading ?? '');

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
