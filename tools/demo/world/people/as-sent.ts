// A local patient the way a partner writes them: its own number, its own spelling, and now and then a slip.
import { type CharacterSet, encodeText } from '../dicom/charset';
import { type Facility } from '../places/facility';
import { dicomName, type PersonName } from './name';
import { type LocalPatient, type SentPatient } from './patient';

export type Slip = 'none' | 'near-name' | 'maiden-name' | 'own-writing-only' | 'missing-birth-date' | 'wrong-birth-date' | 'no-middle';

/** Two letters in the middle of a family name change places; short names get one doubled. */
function misspelt(name: string): string {
  const at = Math.floor(name.length / 2);
  if (name.length < 5) return `${name}${name.slice(-1)}`;
  return `${name.slice(0, at - 1)}${name.charAt(at)}${name.charAt(at - 1)}${name.slice(at + 1)}`;
}

/** Day and month exchanged where that is a date; the day after otherwise. */
function confused(birthDate: string): string {
  const [year, month, day] = [birthDate.slice(0, 4), birthDate.slice(4, 6), birthDate.slice(6, 8)];
  if (Number(day) <= 12 && day !== month) return `${year}${day}${month}`;
  return `${year}${month}${String((Number(day) % 28) + 1).padStart(2, '0')}`;
}

function named(local: LocalPatient, slip: Slip): PersonName {
  const { name } = local;
  if (slip === 'near-name') return { ...name, family: misspelt(name.family) };
  if (slip === 'maiden-name') return local.otherNames[0] ?? name;
  if (slip === 'own-writing-only' && name.native) return { family: name.native.family, given: name.native.given };
  if (slip === 'no-middle') return { family: name.family, given: name.given };
  return name;
}

export function asSent(local: LocalPatient, facility: Facility, id: string, slip: Slip, more: Partial<SentPatient> = {}): SentPatient {
  const birthDate =
    slip === 'missing-birth-date' ? null : slip === 'wrong-birth-date' && local.birthDate ? confused(local.birthDate) : local.birthDate;
  return {
    name: named(local, slip),
    native: facility.spelling === 'as-is',
    id,
    issuer: facility.sendsIssuer && id !== '' ? { namespace: facility.key, oid: facility.patientIssuer } : null,
    birthDate,
    sex: local.sex,
    address: facility.tier === 'strategic' ? local.address : null,
    phone: facility.tier === 'strategic' && local.phone !== '' ? local.phone : null,
    birthName: null,
    ...more,
  };
}

const BY_LANGUAGE: Readonly<Record<string, CharacterSet>> = {
  ja: ['', 'ISO 2022 IR 87'],
  ko: ['', 'ISO 2022 IR 149'],
  el: ['ISO_IR 126'],
  ar: ['ISO_IR 127'],
  he: ['ISO_IR 138'],
  ru: ['ISO_IR 144'],
  th: ['ISO_IR 166'],
};

const holds = (set: CharacterSet, texts: readonly string[]): boolean => {
  try {
    texts.forEach((t) => encodeText(t, set));
    return true;
  } catch {
    return false;
  }
};

/**
 * The character set an exam is written in. A partner with UTF-8 uses it; one with an older set uses that of the name's language when
 * it can hold everything (`old` forces that), and UTF-8 when nothing else does.
 */
export function charsetFor(patient: SentPatient, facility: Facility, others: readonly string[], old: boolean): CharacterSet | null {
  const name = dicomName(patient.name, facility.spelling, patient.native);
  const texts = [name, ...others];
  if (facility.charset === null && holds([], texts)) return null;
  const native = patient.name.native;
  const own = native ? BY_LANGUAGE[native.lang] : undefined;
  const choices: (CharacterSet | null | undefined)[] = [
    old ? own : null,
    old ? ['ISO_IR 148'] : null,
    old ? ['ISO_IR 101'] : null,
    facility.charset,
    own,
  ];
  return choices.find((set): set is CharacterSet => Array.isArray(set) && holds(set, texts)) ?? ['ISO_IR 192'];
}
