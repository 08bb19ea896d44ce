/** Person names (PS3.5 6.2.1): up to three component groups parted by `=`, each with up to five components parted by `^`. */

export interface NameGroup {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
}

export interface PersonName {
  readonly alphabetic: NameGroup | null;
  readonly ideographic: NameGroup | null;
  readonly phonetic: NameGroup | null;
}

function parseGroup(text: string | undefined): NameGroup | null {
  if (text === undefined || text.trim() === '') return null;
  const parts = text.split('^').map((part) => part.trim());
  const [family = '', given = '', middle = '', prefix = '', ...rest] = parts;
  // A sixth component and more is a fault; kept with the suffix rather than lost.
  return { family, given, middle, prefix, suffix: rest.filter((part) => part !== '').join(' ') };
}

/** Reads one decoded value of VR PN; null when it holds no name at all. */
export function parsePersonName(text: string): PersonName | null {
  const [alphabetic, ideographic, phonetic] = text.split('=').map(parseGroup);
  if (!alphabetic && !ideographic && !phonetic) return null;
  return { alphabetic: alphabetic ?? null, ideographic: ideographic ?? null, phonetic: phonetic ?? null };
}

function formatGroup(group: NameGroup | null): string {
  if (!group) return '';
  return [group.family, group.given, group.middle, group.prefix, group.suffix].join('^').replace(/\^+$/, '');
}

/** The value as it is written in DICOM, without trailing delimiters. */
export function formatPersonName(name: PersonName): string {
  return [name.alphabetic, name.ideographic, name.phonetic].map(formatGroup).join('=').replace(/=+$/, '');
}
