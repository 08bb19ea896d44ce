import { describe, expect, it } from 'vitest';
import { instantOf, readTime } from './time';

describe('a time', () => {
  it.each([
    ['1980', '1980', 'year', null],
    ['198005', '1980-05', 'month', null],
    ['19800501', '1980-05-01', 'day', null],
    ['2010032412', '2010-03-24T12', 'hour', null],
    ['201003241228', '2010-03-24T12:28', 'minute', null],
    ['20100324122837', '2010-03-24T12:28:37', 'second', null],
    ['20170224141101.31+0900', '2017-02-24T14:11:01.31', 'fraction', '+09:00'],
    ['20130926150434-0400', '2013-09-26T15:04:34', 'second', '-04:00'],
    ['20130926-0000', '2013-09-26', 'day', '+00:00'],
    ['19800000', '1980', 'year', null],
    ['19800500', '1980-05', 'month', null],
    ['20240229', '2024-02-29', 'day', null],
  ])('%s is read as far as it was sent', (text, iso, precision, offset) => {
    expect(readTime(text)).toEqual({ iso, precision, offset });
  });

  it.each(['', '80', '19801', '19801301', '19800431', '20230229', '198005012460', '1980-05-01', '00000000', 'N/A', '1994050216163360', '20100324122837+2500', '9'.repeat(100)])(
    '%s is none',
    (text) => {
      expect(readTime(text)).toBeNull();
    },
  );

  it('is a moment only when it names its offset', () => {
    const time = readTime('20130926150434-0400');
    expect(time && instantOf(time)).toBe(Date.UTC(2013, 8, 26, 19, 4, 34));
    for (const text of ['20130926150434', '20130926-0400', '2013092615-0400']) {
      const vague = readTime(text);
      expect(vague && instantOf(vague)).toBeNull();
    }
  });
});
