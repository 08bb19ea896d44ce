import { dateText, countText } from '@causeway/console-ui';
import { spoken } from '../../core/why/decision-words';
import { syntaxWords } from '../../viewer/viewer-words';

// Words for the items of the quality lists and for what the machine measured. A code without words is read out as it is.

const items: Readonly<Record<string, readonly [name: string, look: string]>> = {
  'right-patient': ['Right patient, also in the pixels', 'Compare names in the pixels with the banner'],
  laterality: ['Side marked', 'Look for the side marker'],
  complete: ['Complete', ''],
  decodes: ['All images decode', ''],
  'date-plausible': ['Study date plausible', ''],
  orientation: ['Orientation', 'Compare the edge letters with the anatomy'],
  'no-other-person': ['No other person’s data', ''],
};

export const itemWords = (id: string): string => items[id]?.[0] ?? spoken(id);

/** Where to look when the machine measured nothing. */
export const itemHint = (id: string): string => items[id]?.[1] ?? '';

export interface Measurement {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

const several = (n: number, one: string, many: string): string => `${countText(n)} ${n === 1 ? one : many}`;

/** What the machine measured, as a person would say it. */
export function measuredWords({ code, values }: Measurement): string {
  const number = (name: string): number => Number(values[name] ?? 0);
  switch (code) {
    case 'counted-against-promised': return `${countText(number('received'))} of ${countText(number('expected'))} promised`;
    case 'no-gaps-in-series': return `${several(number('received'), 'image', 'images')}, no gaps in the numbering`;
    case 'gaps-in-series': return `Gaps in the numbering of ${several(number('series'), 'series', 'series')}`;
    case 'all-read': return `${syntaxNames(values['syntax'])}, 0 errors`;
    case 'some-damaged': return `${several(number('damaged'), 'image is', 'images are')} damaged`;
    case 'study-date-plausible': return dayWords(values['studyDate']);
    case 'study-date-implausible': return `${dayWords(values['studyDate'])}: before birth, or still to come`;
    case 'headers-name-another-person': return `Headers name ${several(number('people'), 'person', 'people')}`;
    case 'captures-to-look-at': return `${several(number('captures'), 'secondary capture', 'secondary captures')} to look at`;
    case 'headers-agree': return 'All headers name one person';
    default: return [spoken(code), ...Object.entries(values).map(([name, value]) => `${spoken(name)} ${value}`)].join(', ');
  }
}

/** Measurements that speak against the item, or ask for eyes. */
const warning = new Set(['gaps-in-series', 'some-damaged', 'study-date-implausible', 'headers-name-another-person', 'captures-to-look-at']);

export const isWarning = ({ code, values }: Measurement): boolean => warning.has(code) || (code === 'counted-against-promised' && Number(values['received']) < Number(values['expected']));

function syntaxNames(value: string | number | undefined): string {
  const names = String(value ?? '').split(',').map((uid) => syntaxWords(uid.trim())).filter(Boolean);
  return names.length === 0 ? 'Read' : names.join(', ');
}

const dayWords = (value: string | number | undefined): string => {
  const day = String(value ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return day === '' ? 'No study date' : dateText(day);
};
