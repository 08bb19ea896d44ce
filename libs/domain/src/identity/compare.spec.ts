import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAddresses, comparePhones } from './compare-contact';
import { compareBirthDates, datesNear } from './compare-dates';
import { compareNames, comparePart } from './compare-names';
import { comparePeople, scoreOf } from './compare-people';
import { lookalikesOf } from './lookalikes';
import { blockedBy, clearBest, matchFacts, ranked, type MatchCandidate } from './match-facts';
import { nameKey, scriptOf } from './name-text';
import { namesOfPersonName, type Person } from './person';
import { leastEvidence, matchWeights } from './weights';

const person = (more: Partial<Person> = {}): Person => ({ names: [{ family: 'Spec', given: 'Ida' }], birthDate: '1961-03-12', sex: 'F', identifiers: [], recordNumbers: [], phones: [], addresses: [], ...more });

describe('family names', () => {
  it.each([
    ['RUIZ CALDERON', 'Ruiz Calderón', 'agrees', 'accent-only'], ["O'BRIEN", 'O’Brien', 'agrees', 'accent-only'], ['VILLANUEVA ORTEGA', 'Villanueva-Ortega', 'agrees', 'accent-only'], ['OZTURK', 'Öztürk', 'agrees', 'accent-only'],
    ['MUELLER', 'Müller', 'agrees', 'accent-only'], ['Muller', 'Müller', 'agrees', 'accent-only'], ['SOERENSEN', 'Sørensen', 'agrees', 'accent-only'], ['Lukasz', 'Łukasz', 'agrees', 'accent-only'], ['smith', 'Smith', 'agrees', null],
    ['SMITH JR', 'Smith', 'agrees', 'accent-only'], ['RUIZ', 'Ruiz Calderón', 'close', 'one-of-several'], ['CALDERON RUIZ', 'Ruiz Calderón', 'close', 'order'], ['Smtih', 'Smith', 'close', 'spelling'], ['Meier', 'Mayer', 'close', 'sounds-alike'], ['Smith', 'Small', 'differs', null],
    ['Schwarzenberger', 'Schwartzenbergr', 'close', 'spelling'], ['Lee', 'Li', 'differs', null], ['Smith', 'Jones', 'differs', null], ['', 'Jones', 'missing', null], ['Σταυρου', 'Σταύρου', 'agrees', 'accent-only'], ['أحمد', 'احمد', 'agrees', 'accent-only'],
    ['ガト', 'カト', 'differs', null], ['タナカ', 'たなか', 'agrees', 'accent-only'], ['शर्मा', 'शर्मा', 'agrees', null], ['शर्मा', 'शर्म', 'close', 'spelling'], ['김', '금', 'differs', null],
  ])('%s and %s: %s', (a, b, answer, note) => {
    expect(comparePart(a, b, 'family')).toEqual({ answer, note });
    expect(comparePart(b, a, 'family').answer).toBe(answer);
  });
});

describe('given names', () => {
  it.each([
    ['IKER', 'Iker Andoni', 'close', 'one-of-several'], ['ANDONI', 'Iker Andoni', 'close', 'one-of-several'], ['John A', 'John', 'agrees', 'middle-initial'], ['John A', 'John Allen', 'agrees', 'middle-initial'], ['John A', 'John B', 'close', 'one-of-several'],
    ['J', 'John', 'close', 'initial-only'], ['J', 'Mary', 'differs', null], ['Katrina', 'Katarina', 'close', 'spelling'], ['Jan', 'Jon', 'differs', null], ['Bob', 'Robert', 'differs', null], ['Girl A', 'Girl B', 'close', 'one-of-several'], ['陽翔', '陽斗', 'differs', null],
  ])('%s and %s: %s', (a, b, answer, note) => expect(comparePart(a, b, 'given')).toEqual({ answer, note }));
});

describe('whole names', () => {
  const compare = (a: string, b: string): string => {
    const { family, given } = compareNames(namesOfPersonName(a), namesOfPersonName(b));
    return `${family.answer} ${given.answer}${given.note ? ` ${given.note}` : ''}`;
  };
  it.each([
    ['IKER^RUIZ', 'Ruiz^Iker', 'close close exchanged'], ['RUIZ IKER', 'Ruiz^Iker', 'close close unparted'], ['RUIZ, IKER', 'Ruiz^Iker', 'agrees agrees'], ['SMITH^JOHN^^^JR', 'Smith^John^^^SR', 'agrees differs generation'],
    ['SMITH^JOHN JR', 'Smith^John^^^Sr', 'agrees differs generation'], ['SMITH^JOHN', 'Smith^John^^^JR', 'agrees agrees'], ['TANAKA^HARUTO=田中^陽翔', '田中^陽翔', 'agrees agrees'], ['TANAKA^HARUTO', '田中^陽翔', 'missing missing other-script'],
    ['タナカ^ハルト', 'Tanaka^Haruto=田中^陽翔=たなか^はると', 'agrees agrees accent-only'], ['', 'Smith^John', 'missing missing'], ['SMITH^', 'Smith^John', 'agrees missing'],
  ])('%s and %s: %s', (a, b, want) => expect(compare(a, b)).toBe(want));

  it('a name a person had before supports a match and never carries one', () => {
    expect(compareNames([{ family: 'Klein', given: 'Greta' }], [{ family: 'Hoffmann', given: 'Greta' }, { family: 'Klein', given: 'Greta', former: true }])).toMatchObject({ family: { answer: 'close', note: 'former-name' }, given: { answer: 'close' } });
  });

  it('a mark that stands alone makes no name, in upper case neither', () => {
    for (const given of ['\u037a', 'अ\u0345']) expect(scriptOf(nameKey('', given).toUpperCase()), given).toBe('other');
  });

  it('a name equals itself, and comparing is the same both ways, whatever it holds', () => {
    const name = fc.record({ family: fc.string({ unit: 'grapheme', maxLength: 24 }), given: fc.string({ unit: 'grapheme', maxLength: 24 }) });
    fc.assert(fc.property(name, name, (a, b) => {
      const [there, back] = [compareNames([a], [b]), compareNames([b], [a])];
      expect([there.family.answer, there.given.answer]).toEqual([back.family.answer, back.given.answer]);
      const self = compareNames([a], [a]);
      expect(['agrees', 'missing']).toContain(self.family.answer);
      expect(['agrees', 'missing']).toContain(self.given.answer);
      expect(scriptOf(nameKey(a.family, a.given))).toBe(scriptOf(nameKey(a.family, a.given).toUpperCase()));
    }), { numRuns: 2000 });
  });
});

describe('birth dates', () => {
  it.each([
    ['1998-08-30', '1998-08-30', 'agrees', null], ['1998-03-08', '1998-08-03', 'close', 'day-month-exchanged'], ['1998-08-30', '1998-08-20', 'close', 'one-digit'], ['1989-08-30', '1998-08-30', 'close', 'digits-exchanged'], ['1998-01-01', '1998-08-30', 'close', 'year-only'],
    ['1998', '1998-08-30', 'close', 'less-precise'], ['1998-08', '1998-08-30', 'close', 'less-precise'], ['1997', '1998-08-30', 'differs', null], ['1998-08-30', '1972-01-15', 'differs', null], ['1900-01-01', '1998-08-30', 'missing', null], [null, '1998-08-30', 'missing', null], ['junk', '1998-08-30', 'missing', null],
  ])('%s and %s: %s', (a, b, answer, note) => {
    expect(compareBirthDates(a, b)).toEqual({ answer, note });
    expect(compareBirthDates(b, a).answer).toBe(answer);
  });

  it('a search by date looks up exactly the dates that compare as equal or close', () => {
    const day = fc.date({ min: new Date('1890-01-01'), max: new Date('2026-11-24'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
    fc.assert(fc.property(day, day, (a, b) => {
      const near = datesNear(a);
      expect(near).toContain(a);
      if (compareBirthDates(a, b).answer === 'close' && !b.endsWith('-01-01') && !a.endsWith('-01-01')) expect(near).toContain(b);
      for (const d of near.filter((x) => x !== a)) expect(compareBirthDates(a, d).answer, `${a} ${d}`).not.toBe('differs');
    }), { numRuns: 500 });
  });
});

it('telephones and addresses agree as far as both say the same', () => {
  expect(comparePhones(['+1 555 010 0142'], ['(555) 010-0142']).answer).toBe('agrees');
  expect(comparePhones(['555 0142'], ['+1 555 0177']).answer).toBe('differs');
  expect(comparePhones(['12'], ['+1 555 0177']).answer).toBe('missing');
  expect(compareAddresses(['12 ALDER ROW LAKEVIEW'], ['12 Alder Row, Lakeview, NC 28655']).answer).toBe('agrees');
  expect(compareAddresses(['12 Alder Street'], ['12 Alder St, Lakeview']).answer).toBe('agrees');
  expect(compareAddresses(['12 Alder Row, Eastport'], ['12 Alder Row, Lakeview, NC 28655'])).toEqual({ answer: 'close', note: 'part-of-address' });
  expect(compareAddresses(['14 Alder Row'], ['12 Alder Row']).answer).toBe('differs');
});

describe('identifiers', () => {
  const answer = (sent: Partial<Person>, local: Partial<Person>): string => {
    const rows = comparePeople(person(sent), person(local));
    return ['identifier', 'mrn'].map((e) => rows.find((r) => r.element === e)?.answer).join(' ');
  };
  it.each<[string, Partial<Person>, Partial<Person>, string]>([
    ['same value and issuer', { identifiers: [{ value: '7', issuer: 'A' }] }, { identifiers: [{ value: '7', issuer: 'A' }] }, 'agrees missing'],
    ['same value of another issuer', { identifiers: [{ value: '7', issuer: 'A' }] }, { identifiers: [{ value: '7', issuer: 'B' }] }, 'missing missing'],
    ['another value of the issuer', { identifiers: [{ value: '7', issuer: 'A' }] }, { identifiers: [{ value: '8', issuer: 'A' }] }, 'differs missing'],
    ['leading zeros', { identifiers: [{ value: '0007', issuer: 'A' }] }, { identifiers: [{ value: '7', issuer: 'A' }] }, 'close missing'],
    ['one of several', { identifiers: [{ value: '7', issuer: 'A' }, { value: '9', issuer: 'B' }] }, { identifiers: [{ value: '9', issuer: 'B' }, { value: '8', issuer: 'A' }] }, 'agrees missing'],
    ['our own number', { recordNumbers: ['7'] }, { recordNumbers: ['5', '7'] }, 'missing agrees'],
    ['another number of ours', { recordNumbers: ['7'] }, { recordNumbers: ['5'] }, 'missing differs'],
  ])('%s: %s', (_, sent, local, want) => expect(answer(sent, local)).toBe(want));
});

describe('the score', () => {
  it('weighs in tenths as the table says, and a value that is missing says nothing', () => {
    const rows = comparePeople(
      person({ names: [{ family: 'RUIZ CALDERON', given: 'IKER' }], birthDate: '1998-08-30', sex: 'M', identifiers: [{ value: '2210-88', issuer: 'LAKEVIEW' }], phones: ['+1 555 0142'], addresses: ['12 Alder Row, Lakeview'] }),
      person({ names: [{ family: 'Ruiz Calderón', given: 'Iker Andoni' }], birthDate: '1998-08-30', sex: 'M', identifiers: [{ value: '2210-88', issuer: 'LAKEVIEW' }], phones: ['+1 555 0177'], addresses: ['12 Alder Row, Lakeview'] }));
    expect(Object.fromEntries(rows.map((r) => [r.element, r.weight]))).toEqual({ family: 31, given: 14, 'birth-date': 48, sex: 3, identifier: 60, mrn: 0, phone: -9, address: 16, accession: 0 });
    expect(scoreOf(rows)).toEqual({ weight: 163, score: Math.round((163_000) / (31 + 28 + 48 + 3 + 60 + 22 + 16)) });
  });

  it('stays between 0 and 1000, and needs enough evidence to be full', () => {
    expect(scoreOf(comparePeople(person(), person())).score).toBe(1000);
    expect(scoreOf(comparePeople(person({ birthDate: null }), person())).score).toBe(Math.round(((matchWeights.family.agrees + matchWeights.given.agrees + matchWeights.sex.agrees) * 1000) / leastEvidence));
    expect(scoreOf(comparePeople(person(), person({ names: [{ family: 'Other', given: 'Body' }], birthDate: '1901-05-05', sex: 'M' }))).score).toBe(0);
  });

  it('falls when any one element that agreed differs', () => {
    const full = person({ identifiers: [{ value: '1', issuer: 'A' }], recordNumbers: ['9'], phones: ['5550142'], addresses: ['1 Oak Lane'] });
    const worse: Partial<Person>[] = [
      { names: [{ family: 'Other', given: 'Ida' }] }, { names: [{ family: 'Spec', given: 'Otto' }] }, { birthDate: '1900-10-31' }, { sex: 'M' }, { identifiers: [{ value: '2', issuer: 'A' }] }, { recordNumbers: ['8'] }, { phones: ['5559999'] }, { addresses: ['9 Elm Road'] },
    ];
    for (const change of worse) expect(scoreOf(comparePeople(full, person({ ...full, ...change }))).score, JSON.stringify(change)).toBeLessThan(1000);
  });
});

describe('lookalikes', () => {
  const home = { phones: ['5550142'], addresses: ['12 Alder Row'] };
  const named = (family: string, given: string, more: Partial<Person> = {}): Person => person({ names: [{ family, given }], ...more });
  const look = (sent: Person, local: Person, ...others: Person[]): string[] =>
    lookalikesOf(sent, { person: local, rows: comparePeople(sent, local) }, others.map((o) => ({ person: o, rows: comparePeople(sent, o) })));
  const iker = named('Ruiz', 'Iker', home);

  it.each<[string, string[], string[]]>([
    ['a twin of the house', ['twin'], look(named('Ruiz', 'Iker'), iker, named('Ruiz', 'Unai', home))],
    ['a twin who lives elsewhere, whose name comes near', ['twin'], look(named('Ruiz', 'Katrina'), named('Ruiz', 'Katarina', home), named('Ruiz', 'Katrin', { phones: ['5559999'] }))],
    ['somebody of that name and day elsewhere, named otherwise', [], look(named('Ruiz', 'Iker'), iker, named('Ruiz', 'Unai', { phones: ['5559999'], addresses: ['1 Elm Road'] }))],
    ['the sent person may be the twin', ['twin'], look(named('Ruiz', 'Unai', home), iker)],
    ['a namesake born the same day', ['same-name-same-day'], look(named('Ruiz', 'Iker'), iker, named('Ruiz', 'Iker', { phones: ['5559999'] }))],
    ['the same with the parts exchanged', ['same-name-same-day'], look(named('Ruiz', 'Iker'), iker, named('Iker', 'Ruiz', { phones: ['5559999'] }))],
    ['father and son of one house', ['jr-sr'], look(named('Ruiz', 'Iker'), iker, named('Ruiz', 'Iker', { ...home, birthDate: '1935-07-01' }))],
    ['father and son who say so', ['jr-sr'], look(named('Ruiz', 'Iker'), iker, person({ names: [{ family: 'Ruiz', given: 'Iker', suffix: 'Sr' }], birthDate: '1935-07-01', phones: ['5559999'] }))],
    ['a namesake elsewhere of another age', [], look(named('Ruiz', 'Iker'), iker, named('Ruiz', 'Iker', { birthDate: '1935-07-01', phones: ['5559999'] }))],
    ['the sent person may be the son', ['jr-sr'], look(named('Ruiz', 'Iker', { birthDate: '1990-07-01' }), iker)],
    ['a number that was somebody else’s', ['recycled-identifier'], look(named('Otto', 'Hans', { birthDate: '1950-01-01', recordNumbers: ['7'] }), person({ ...iker, recordNumbers: ['7'] }))],
    ['the number is another patient’s', ['recycled-identifier'], look(named('Ruiz', 'Iker', { recordNumbers: ['7'] }), iker, named('Other', 'Body', { birthDate: '1911-11-11', recordNumbers: ['7'] }))],
    ['a sister of another birthday', [], look(named('Ruiz', 'Iker'), iker, named('Ruiz', 'Ana', { ...home, birthDate: '1963-07-01' }))],
    ['nobody else', [], look(named('Ruiz', 'Iker'), iker)],
  ])('%s: %s', (_, want, found) => expect(found).toEqual(want));
});

describe('what the policy is told', () => {
  const candidate = (patientId: string, sent: Person, local: Person, more: Partial<MatchCandidate> = {}): MatchCandidate => {
    const rows = comparePeople(sent, local);
    return { patientId, rows, ...scoreOf(rows), trustedIssuer: null, context: [], lookalike: [], ...more };
  };
  const same = candidate('b', person(), person());
  const near = candidate('a', person(), person({ birthDate: '1961-03-13' }));
  const far = candidate('c', person(), person({ names: [{ family: 'Other', given: 'Body' }], birthDate: '1901-05-05' }));

  it('names the best, how far it leads, and counts nobody below the review line', () => {
    expect(ranked([near, far, same]).map((c) => c.patientId)).toEqual(['b', 'a']);
    expect(matchFacts([near, far, same])).toMatchObject({ 'match.candidates': 2, 'match.score': 1000, 'match.margin': 1000 - near.score, 'match.equal': ['birth-date', 'family', 'given', 'sex'], 'match.close': [], 'match.differs': [], 'match.trustedIssuer': null, 'match.lookalike': [] });
    expect(matchFacts([])).toEqual({
      'match.candidates': 0, 'match.score': null, 'match.margin': null, 'match.equal': null, 'match.close': null, 'match.differs': null, 'match.trustedIssuer': null, 'match.context': [], 'match.lookalike': [],
    });
    expect(matchFacts([same, near], far)).toMatchObject({ 'match.candidates': 3, 'match.score': 0, 'match.margin': 0 });
  });

  it('says our own number is an identifier, and lets it stand for one', () => {
    const ours = candidate('d', person({ recordNumbers: ['7'] }), person({ recordNumbers: ['7'] }));
    expect(matchFacts([ours])['match.equal']).toContain('identifier');
    expect(blockedBy(ours.rows, ['family', 'identifier'])).toEqual([]);
    expect(blockedBy(near.rows, ['family', 'birth-date', 'identifier'])).toEqual(['birth-date', 'identifier']);
  });

  it('never lets the system take one who has a double, a difference or a close rival', () => {
    expect(clearBest([same, far])?.patientId).toBe('b');
    expect(clearBest([{ ...same, lookalike: ['twin'] }])).toBeNull();
    expect(clearBest([near, { ...same, patientId: 'z' }, same])).toBeNull();
    expect(clearBest([candidate('e', person({ phones: ['5550001'] }), person({ phones: ['5550002'] }))])).toBeNull();
    expect(clearBest([far])).toBeNull();
  });
});
