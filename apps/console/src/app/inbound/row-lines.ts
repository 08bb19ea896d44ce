import { ageText, dateText, type SiteTime } from '@causeway/console-ui';
import type { InboundRow } from '@causeway/contracts';
import { useCaseOf } from '@causeway/domain';
import { doorWords } from './inbound-words';

// The second lines of the inbox.

/** "F · 12 Mar 1961 · 00417733@STMARY" */
export function personLine(row: InboundRow): string {
  const { sex, birthDate, outsideId } = row.patient;
  const born = birthDate === null ? 'no birth date' : dateText(birthDate);
  return [sex ?? '?', born, outsideId === null ? 'no ID' : `${outsideId.value}@${outsideId.issuer}`].join(' · ');
}

/** "Stroke alert · today 09:51", "Second opinion · 11 d old" */
export function examLine(row: InboundRow, site: SiteTime, now: number): string {
  const use = useCaseOf(row.need.useCase)?.name ?? (row.need.requester === null ? 'Nobody asked yet' : `For ${row.need.requester.name}`);
  return `${use} · ${studyAge(row, site, now)}`;
}

/** "DIMSE · STMARY_CT", and that its sender wants something put right */
export function fromLine(row: InboundRow): string {
  return [doorWords[row.source.door] ?? row.source.door, row.source.detail, row.flags.includes('correction-asked') ? 'asks for a correction' : ''].filter((part) => part !== '').join(' · ');
}

function studyAge(row: InboundRow, site: SiteTime, now: number): string {
  const { studyDate, studyTime } = row.exam;
  if (studyDate === null) return 'no study date';
  if (site.at(now).toISODate() === studyDate) return /^\d{4}/.test(studyTime ?? '') ? `today ${studyTime!.slice(0, 2)}:${studyTime!.slice(2, 4)}` : 'today';
  const age = ageText(studyDate, now);
  return age === '' ? dateText(studyDate) : `${age} old`;
}
