// A person's name in Latin letters and, where there is one, in its own writing.

export interface NativeName {
  readonly family: string;
  readonly given: string;
  /** BCP 47 tag of the writing. */
  readonly lang: string;
  /** How it sounds, where the writing does not say (Japanese, Korean). */
  readonly sound?: { readonly family: string; readonly given: string };
}

export interface PersonName {
  readonly family: string;
  readonly given: string;
  readonly middle?: string;
  readonly suffix?: string;
  readonly native?: NativeName;
}

/** Capitals without accents, as older machines write. Letters that do not come apart are spelt out. */
export function plain(text: string): string {
  const whole: Readonly<Record<string, string>> = {
    ø: 'o',
    Ø: 'O',
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
    ß: 'ss',
    æ: 'ae',
    Æ: 'Ae',
    ı: 'i',
    İ: 'I',
    '’': "'",
    þ: 'th',
  };
  return text
    .replace(/[øØłŁđĐßæÆıİ’þ]/g, (c) => whole[c] ?? c)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase();
}

/** DICOM PN (PS3.5 6.2.1.1): components by `^`, writings by `=`. `native` false leaves only the Latin group. */
export function dicomName(name: PersonName, style: 'as-is' | 'capitals', native: boolean): string {
  const write = style === 'capitals' ? plain : (text: string): string => text;
  const latin = [name.family, name.given, name.middle ?? '', '', name.suffix ?? ''].map(write).join('^').replace(/\^+$/, '');
  if (!native || !name.native) return latin;
  const { family, given, sound } = name.native;
  return `${latin}=${family}^${given}${sound ? `=${sound.family}^${sound.given}` : ''}`;
}

/** "Family, Given" for people to read. */
export const spokenName = (name: PersonName): string =>
  name.given === '' ? name.family : `${name.family}, ${name.given}${name.suffix ? ` ${name.suffix}` : ''}`;
