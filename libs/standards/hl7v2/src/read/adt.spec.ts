import { describe, expect, it } from 'vitest';
import { raw } from '../../testing/raw';
import { Hl7Problem } from '../problem';
import { parseMessage } from '../parse/message';
import { readAdt } from './adt';

function adt(event: string, ...rest: string[]) {
  return parseMessage([`MSH|^~\\&|HIS|HOSP|CW|HOSP|20260102030405+0100||ADT^${event}|42|P|2.5.1`, ...rest].join('\r'));
}

function problemOf(act: () => unknown): Hl7Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Hl7Problem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

const PID = raw('PID', {
  1: '1',
  3: '4711^^^NS&1.2.3&ISO^MR~99^^^&1.2.9&ISO^SS~^^^TEAM',
  5: 'Yamada^Taro^^^^^L^A~山田^太郎^^^^^L^I~ヤマダ^タロウ^^^^^L^P',
  6: 'Sato^Hana',
  7: '198005',
  8: 'M',
  11: '1 Main St^Apt 2^Town^ST^12345^US^H~PO 1^^Town^^^^M',
  13: '(555)1234^PRN^PH~^NET^Internet^t@example.org',
  14: '^WPN^PH^^49^30^777^12',
  18: 'A1^^^NS',
  24: 'Y',
  25: '2',
  29: '20260101120000+0000',
  30: 'Y',
  31: 'N',
});

describe('PID', () => {
  const { patient } = readAdt(adt('A08', PID)).patients[0] ?? {};

  it('gives the identifiers with their authority and type, the empty ones left out', () => {
    expect(patient?.identifiers).toEqual([
      { value: '4711', authority: { namespace: 'NS', universalId: '1.2.3', universalIdType: 'ISO' }, type: 'MR' },
      { value: '99', authority: { namespace: null, universalId: '1.2.9', universalIdType: 'ISO' }, type: 'SS' },
    ]);
  });

  it('gives every name with its type and script', () => {
    expect(patient?.names?.map(({ family, type, representation }) => [family, type, representation])).toEqual([
      ['Yamada', 'L', 'A'],
      ['山田', 'L', 'I'],
      ['ヤマダ', 'L', 'P'],
    ]);
  });

  it('gives dates as precise as they were sent', () => {
    expect(patient?.birthDate).toEqual({ iso: '1980-05', precision: 'month', offset: null });
    expect(patient?.diedAt).toEqual({ iso: '2026-01-01T12:00:00', precision: 'second', offset: '+00:00' });
  });

  it('gives addresses, telephones, account and the birth order of twins', () => {
    expect(patient?.addresses?.map(({ street, type }) => [street, type])).toEqual([['1 Main St', 'H'], ['PO 1', 'M']]);
    expect(patient?.phones).toEqual([
      { number: '(555)1234', use: 'PRN', equipment: 'PH' },
      { number: 't@example.org', use: 'NET', equipment: 'Internet' },
      { number: '+49 30 777 x12', use: 'WPN', equipment: 'PH' },
    ]);
    expect(patient?.account?.value).toBe('A1');
    expect([patient?.multipleBirth, patient?.birthOrder, patient?.died, patient?.identityUnknown]).toEqual([true, '2', true, false]);
  });

  it('tells what is deleted from what is not sent', () => {
    const { patient: other } = readAdt(adt('A08', raw('PID', { 3: '4711', 5: '""', 7: '""', 8: '""', 11: '""' }))).patients[0] ?? {};
    expect([other?.names, other?.birthDate, other?.sex, other?.addresses]).toEqual([null, null, null, null]);
    expect([other?.motherMaidenNames, other?.phones, other?.diedAt, other?.account]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('leaves a finding for a birth date that is none, and counts it as not sent', () => {
    const read = readAdt(adt('A08', raw('PID', { 3: '4711', 7: '31.12.1980', 30: 'X' })));
    expect(read.patients[0]?.patient.birthDate).toBeUndefined();
    expect(read.findings.map(({ code, location }) => [code, location.field])).toEqual([['unreadable-time', 7], ['unreadable-value', 30]]);
    expect(JSON.stringify(read.findings)).not.toContain('1980');
  });
});

const EVN = raw('EVN', { 1: 'A99', 2: '20260101', 6: '20260103' });
const PV1 = raw('PV1', { 1: '1', 2: 'I', 3: 'W1^2^3^H', 7: '7^Who^Else^^^Dr^^^NS&1.2&ISO', 19: 'V1^^^NS^VN' });

describe('an ADT event', () => {
  it.each([
    ['A01', 'admit'], ['A04', 'register'], ['A05', 'pre-admit'], ['A08', 'update'], ['A28', 'add-person'], ['A31', 'update-person'],
    ['A11', 'cancel-admit'], ['A12', 'cancel-transfer'], ['A13', 'cancel-discharge'], ['A23', 'delete-visit'],
  ])('%s means %s', (event, action) => {
    const read = readAdt(adt(event, EVN, 'PID|1||4711', PV1));
    expect(read.action).toBe(action);
    expect(read.event).toBe(event);
    expect([read.recordedAt?.iso, read.occurredAt?.iso]).toEqual(['2026-01-01', '2026-01-03']);
    expect(read.visit?.patientClass).toBe('I');
    expect(read.visit?.location).toEqual({ pointOfCare: 'W1', room: '2', bed: '3', facility: 'H' });
    expect(read.visit?.number).toEqual({ value: 'V1', authority: { namespace: 'NS', universalId: null, universalIdType: null }, type: 'VN' });
    expect(read.visit?.attending?.[0]).toMatchObject({ id: '7', family: 'Who', authority: { universalId: '1.2' } });
  });

  it('A40 gives every surviving patient with the one it swallowed', () => {
    const read = readAdt(adt('A40', 'PID|1||S1^^^NS', raw('MRG', { 1: 'O1^^^NS~O2^^^NS', 3: 'AC1', 5: 'V9', 7: 'Old^Name' }), 'PID|2||S2^^^NS', 'PV1|1|I', 'MRG|O3^^^NS'));
    expect(read.action).toBe('merge');
    expect(read.visit).toBeNull();
    expect(read.patients.map(({ patient, prior }) => [patient.identifiers[0]?.value, prior?.identifiers.map(({ value }) => value)])).toEqual([
      ['S1', ['O1', 'O2']],
      ['S2', ['O3']],
    ]);
    expect(read.patients[0]?.prior).toMatchObject({ account: { value: 'AC1' }, visit: { value: 'V9' }, names: [{ family: 'Old' }] });
  });

  it.each([['A24', 'link'], ['A37', 'unlink']])('%s gives two patients', (event, action) => {
    const read = readAdt(adt(event, 'PID|1||S1^^^NS', 'PID|2||S2^^^NS'));
    expect(read.action).toBe(action);
    expect(read.patients.map(({ patient }) => patient.identifiers[0]?.value)).toEqual(['S1', 'S2']);
  });

  it('A47 gives the old identifiers', () => {
    const read = readAdt(adt('A47', 'PID|1||NEW', 'MRG|OLD'));
    expect(read.patients[0]?.prior?.identifiers[0]?.value).toBe('OLD');
  });

  it.each([
    ['an event not in the list', () => adt('A99', 'PID|1||1'), 'unsupported-event', 'AR', 'MSH'],
    ['no patient', () => adt('A08', 'PV1|1|I'), 'missing-segment', 'AE', 'PID'],
    ['a patient without identifier', () => adt('A08', 'PID|1||^^^NS||A^B'), 'missing-field', 'AE', 'PID'],
    ['a merge without MRG', () => adt('A40', 'PID|1||1'), 'missing-segment', 'AE', 'MRG'],
    ['a merge where one of two has no MRG', () => adt('A40', 'PID|1||1', 'PID|2||2', 'MRG|3'), 'missing-segment', 'AE', 'MRG'],
    ['a merge with an empty MRG-1', () => adt('A40', 'PID|1||1', 'MRG|^^^NS'), 'missing-field', 'AE', 'MRG'],
    ['a link of one', () => adt('A24', 'PID|1||1'), 'missing-segment', 'AE', 'PID'],
  ])('with %s is refused', (_, message, code, answer, segment) => {
    const problem = problemOf(() => readAdt(message()));
    expect([problem.code, problem.answer, problem.location?.segment]).toEqual([code, answer, segment]);
  });

  it('of another message type is refused', () => {
    expect(problemOf(() => readAdt(parseMessage('MSH|^~\\&|||||||ORU^R01|1|P|2.5'))).code).toBe('unsupported-message');
  });
});
