import { noPatient, type PatientForm } from '../../exchange/patient-fields';

export interface PastedPatients {
  readonly patients: readonly PatientForm[];
  /** A sentence for each line that could not be read, with its number. */
  readonly faults: readonly string[];
}
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * Patients out of a spreadsheet or a mail, one a line: family name, given name, birth date (1971-07-02), sex (F, M, O), their number; apart by tabs, semicolons
 * or commas. Only the family name is needed. A date that could be two days is not guessed.
 */
export function pastedPatients(text: string): PastedPatients {
  const patients: PatientForm[] = [];
  const faults: string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const mark = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
    const [family = '', given = '', birthDate = '', sex = '', number = ''] = line.split(mark).map((cell) => cell.trim());
    const fault = faultOf(family, birthDate, sex);
    if (fault) faults.push(`Line ${i + 1}: ${fault}`);
    else patients.push({ ...noPatient, family, given, birthDate, sex: sex.toUpperCase(), number });
  }
  return { patients, faults };
}

function faultOf(family: string, birthDate: string, sex: string): string | null {
  if (family === '') return 'the family name comes first';
  if (birthDate !== '' && !isDay(birthDate)) return `write the birth date as 1971-07-02, not ${birthDate}`;
  if (sex !== '' && !/^[fmo]$/i.test(sex)) return `the sex is F, M or O, not ${sex}`;
  return null;
}

/** A day there is: 2026-02-30 is none. */
function isDay(text: string): boolean {
  const [, y, m, d] = DAY.exec(text) ?? [];
  const at = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)));
  return !Number.isNaN(at.getTime()) && at.getUTCMonth() === Number(m) - 1 && at.getUTCDate() === Number(d);
}
