import { describe, expect, it } from 'vitest';
import { formatDateTime, instantOf, parseDate, parseDateTime, parseOffset, parseTime } from './date-time';
import { parseCode, parseDecimal, parseInteger } from './numbers';
import { formatPersonName, parsePersonName } from './person-name';

describe('person names', () => {
  it('have three groups of five components', () => {
    const name = parsePersonName('Yamada^Tarou^^Dr^Jr=山田^太郎=やまだ^たろう');
    expect(name?.alphabetic).toEqual({ family: 'Yamada', given: 'Tarou', middle: '', prefix: 'Dr', suffix: 'Jr' });
    expect(name?.ideographic?.family).toBe('山田');
    expect(name?.phonetic?.given).toBe('たろう');
    expect(name && formatPersonName(name)).toBe('Yamada^Tarou^^Dr^Jr=山田^太郎=やまだ^たろう');
  });

  it.each([
    ['DOE', 'DOE'],
    ['DOE^JANE^^^', 'DOE^JANE'],
    ['=山田^太郎', '=山田^太郎'],
    ['A^B^C^D^E^F', 'A^B^C^D^E F'],
  ])('%j is %j once read', (text, back) => expect(formatPersonName(parsePersonName(text)!)).toBe(back));

  it.each(['', '=', ' = ', '=='])('%j is no name', (text) => expect(parsePersonName(text)).toBeNull());
});

describe('dates and times', () => {
  it.each([
    ['20040229', '2004-02-29'],
    ['2004.01.19', '2004-01-19'],
    [' 19991231 ', '1999-12-31'],
  ])('%j is the day %j', (text, day) => expect(parseDate(text)).toBe(day));

  it.each(['', '20030229', '20041301', '20040100', '2004', '00000000', '2004-01-19', '200401191', 'ABCDEFGH', '19000229'])('%j is no day', (text) =>
    expect(parseDate(text)).toBeNull(),
  );

  it.each([
    ['10', '10'],
    ['1015', '10:15'],
    ['101530.123456', '10:15:30.123456'],
    ['10:15:30', '10:15:30'],
    ['235960', '23:59:60'],
  ])('%j is the time %j', (text, time) => expect(parseTime(text)).toBe(time));

  it.each(['', '24', '1060', '10156', '101561', '10.5', '101530.', 'noon'])('%j is no time', (text) => expect(parseTime(text)).toBeNull());

  it('knows offsets from UTC', () => {
    expect([parseOffset('+0530'), parseOffset('-0800'), parseOffset('+1400')]).toEqual([330, -480, 840]);
    expect([parseOffset('0530'), parseOffset('+1500'), parseOffset('+0060'), parseOffset('')]).toEqual([null, null, null, null]);
  });

  it('reads date times with as many parts as there are', () => {
    expect(parseDateTime('2026')).toEqual({ date: '2026', time: null, offset: null });
    expect(parseDateTime('20261124035500.5+0100')).toEqual({ date: '2026-11-24', time: '03:55:00.5', offset: 60 });
    expect(parseDateTime('20261324')).toBeNull();
    expect(parseDateTime('20261124+9900')).toBeNull();
  });

  it('makes an instant only of a whole day and a time', () => {
    expect(instantOf('20261124', '013000', 120)?.toISOString()).toBe('2026-11-23T23:30:00.000Z');
    expect(instantOf('20261124', '', 0)).toBeNull();
    expect(formatDateTime(new Date(Date.UTC(2026, 10, 24, 3, 55)))).toBe('20261124035500+0000');
  });
});

describe('numbers and codes', () => {
  it('reads integer strings of 32 bits', () => {
    expect(['12', ' -7 ', '+3'].map(parseInteger)).toEqual([12, -7, 3]);
    expect(['', '1.5', '2147483648', 'x', '1e3'].map(parseInteger)).toEqual([null, null, null, null, null]);
  });

  it('reads decimal strings', () => {
    expect(['1.5', '-.5', '2.', '1E-3', '+4'].map(parseDecimal)).toEqual([1.5, -0.5, 2, 0.001, 4]);
    expect(['', '.', '1,5', 'NaN', '0x10', '1e999'].map(parseDecimal)).toEqual([null, null, null, null, null, null]);
  });

  it('reads code strings', () => {
    expect(['ORIGINAL', 'A_1 '].map(parseCode)).toEqual(['ORIGINAL', 'A_1']);
    expect(['', 'lower', 'TOO LONG FOR A CODE'].map(parseCode)).toEqual([null, null, null]);
  });
});
