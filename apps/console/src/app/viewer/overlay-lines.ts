import { personNameGroups } from './dicom-text';
import type { FrameFacts } from './frame-facts';
import { syntaxWords } from './viewer-words';

/** What stands in the four corners over a picture, line by line, top to bottom. */
export interface OverlayLines {
  readonly topLeft: readonly string[];
  readonly topRight: readonly string[];
  readonly bottomLeft: readonly string[];
  readonly bottomRight: readonly string[];
}

export interface OverlayReading {
  readonly facts: FrameFacts | null;
  /** Place in the stack from 0, and how many there are. */
  readonly index: number;
  readonly count: number;
  /** Frame number where the instance has several, else null. */
  readonly frame: number | null;
  readonly transferSyntax: string;
  readonly window: { readonly width: number; readonly centre: number } | null;
  readonly zoom: number | null;
  readonly namesHidden: boolean;
  /** Stands above all else: "Local prior". */
  readonly title: string | null;
}

const lines = (...all: (string | null | undefined)[]): string[] => all.filter((line): line is string => !!line);
const joined = (separator: string, ...parts: (string | null | undefined)[]): string => lines(...parts).join(separator);

/** Lines of the overlays. Whose picture it is comes from the picture's own header; dates and numbers stand as they were sent. */
export function overlayLines(reading: OverlayReading): OverlayLines {
  const { facts, window: shade } = reading;
  return {
    topLeft: lines(reading.title, ...(facts ? whose(facts, reading.namesHidden) : [])),
    topRight: lines(facts?.studyDescription, facts ? joined(' ', dayText(facts.studyDate), timeText(facts.studyTime)) : null, facts?.seriesDescription, placeText(reading)),
    bottomLeft: lines(shade ? `W ${rounded(shade.width)} L ${rounded(shade.centre)}` : null, facts ? technique(facts) : null, syntaxWords(reading.transferSyntax)),
    bottomRight: lines(reading.zoom === null ? null : `Zoom ${reading.zoom.toFixed(1)}`, facts?.sliceLocation ? `Loc ${millimetres(facts.sliceLocation)}` : null),
  };
}

function whose(facts: FrameFacts, hidden: boolean): string[] {
  if (hidden) return ['Name hidden'];
  return lines(...personNameGroups(facts.patientName), joined(' · ', facts.patientId, facts.sex, facts.birthDate), facts.institution);
}

function technique(facts: FrameFacts): string {
  return joined(
    ' · ',
    facts.sliceThickness && `${trimmed(facts.sliceThickness)} mm`,
    facts.kvp && `${trimmed(facts.kvp)} kV`,
    facts.repetitionTime && `TR ${trimmed(facts.repetitionTime)}`,
    facts.echoTime && `TE ${trimmed(facts.echoTime)}`,
    joined(' ', facts.laterality, facts.viewPosition),
  );
}

/** "Se 1 · Im 15 / 32"; where the sender numbers otherwise, its own number and the place: "Se 1 · Im 115 (15 / 32)". */
function placeText({ facts, index, count, frame }: OverlayReading): string {
  const place = `${index + 1} / ${count}`;
  const own = frame === null ? (facts?.instanceNumber ?? '') : `${facts?.instanceNumber || '?'}.${frame}`;
  const image = own === '' || own === String(index + 1) ? `Im ${place}` : `Im ${own} (${place})`;
  return joined(' · ', facts?.seriesNumber && `Se ${facts.seriesNumber}`, image);
}

const dayText = (sent: string): string => sent.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
const timeText = (sent: string): string => sent.replace(/^(\d\d)(\d\d).*$/, '$1:$2');
const rounded = (n: number): string => (Math.abs(n) < 10 ? String(Math.round(n * 100) / 100) : String(Math.round(n)));
const millimetres = (sent: string): string => `${trimmed(sent).replace('-', '−')} mm`;

/** "5.000000" as "5", "12.5" as "12.5"; what is no number stays as sent. */
function trimmed(sent: string): string {
  const number = Number(sent);
  return sent !== '' && Number.isFinite(number) ? String(Math.round(number * 100) / 100) : sent;
}
