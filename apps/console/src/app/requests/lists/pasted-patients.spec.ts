import { describe, expect, it } from 'vitest';
import { pastedPatients } from './pasted-patients';

describe('patients pasted from a list', () => {
  it('are read from tabs, semicolons or commas, with the family name alone if need be', () => {
    const { patients, faults } = pastedPatients('Abel\tRuth\t1971-07-02\tf\tOUT-7\r\nBaker;Noor;;;\n\nCole, Sam, 1990-12-31\nDenis');
    expect(faults).toEqual([]);
    expect(patients.map((p) => [p.family, p.given, p.birthDate, p.sex, p.number])).toEqual([['Abel', 'Ruth', '1971-07-02', 'F', 'OUT-7'], ['Baker', 'Noor', '', '', ''], ['Cole', 'Sam', '1990-12-31', '', ''], ['Denis', '', '', '', '']]);
  });
  it('a day that could be two, or is none, is named with its line and not guessed', () => {
    const { patients, faults } = pastedPatients('Abel;Ruth;07/02/1971\nBaker;Noor;2026-02-30\n;Noor\nCole;Sam;;X\nDenis');
    expect(patients.map((p) => p.family)).toEqual(['Denis']);
    expect(faults).toEqual(['Line 1: write the birth date as 1971-07-02, not 07/02/1971', 'Line 2: write the birth date as 1971-07-02, not 2026-02-30', 'Line 3: the family name comes first', 'Line 4: the sex is F, M or O, not X']);
  });
});
