import { describe, expect, it } from 'vitest';
import { raw } from '../../testing/raw';
import { parseMessage } from '../parse/message';
import { documentBytes } from './observation';
import { readOru } from './oru';

function oru(...rest: string[]) {
  return readOru(parseMessage(['MSH|^~\\&|RIS|H|CW|H|20260102||ORU^R01|42|P|2.5.1', 'PID|1||4711^^^NS', ...rest].join('\r')));
}

const FIELDS = {
  1: '1', 2: 'P1^CW', 3: 'F1^RIS', 4: 'CTCHEST^CT chest^L', 7: '20260101', 18: 'ACC1', 19: 'RP1', 22: '202601021200', 25: 'F', 32: '7&House&Greg&&&Dr&&&NS',
};
const OBR = raw('OBR', FIELDS);

describe('a report', () => {
  it('names its orders, the exam, the reader and every number that may be the accession', () => {
    const [report] = oru(OBR, 'OBX|1|ST|113014^DICOM Study^DCM||1.2.840.99.1||||||F', 'OBX|2|TX|^Findings||Nothing.||||||F').reports;
    expect(report).toMatchObject({
      placerOrder: { value: 'P1' },
      fillerOrder: { value: 'F1', authority: { namespace: 'RIS' } },
      procedure: { code: 'CTCHEST' },
      observedAt: { iso: '2026-01-01' },
      reportedAt: { iso: '2026-01-02T12:00' },
      status: 'final',
      studyUids: ['1.2.840.99.1'],
      interpreters: [{ id: '7', family: 'House', given: 'Greg', prefix: 'Dr' }],
    });
    expect(report?.accessionCandidates).toEqual([
      { field: 'OBR-18', value: 'ACC1' },
      { field: 'OBR-19', value: 'RP1' },
      { field: 'OBR-3', value: 'F1' },
    ]);
  });

  it('keeps its text whole: lines, blank lines, repetitions, formatting and separators nobody escaped', () => {
    const [report] = oru(
      OBR,
      'OBX|1|ST|113014^DICOM Study^DCM||1.2.840.99.1||||||F',
      'OBX|2|TX|^F||Size 3^4 & more~second\\.br\\third||||||F',
      'OBX|3|TX|^F||||||||F',
      'OBX|4|FT|^F||a \\T\\ b||||||F',
      'OBX|5|ST|^F||last||||||F',
    ).reports;
    expect(report?.text).toBe('Size 3^4 & more\nsecond\nthird\n\na & b\nlast');
  });

  it.each([
    ['P', 'F', 'preliminary'], ['F', 'F', 'final'], ['C', 'C', 'corrected'], ['X', 'X', 'cancelled'], ['Z', 'F', 'other'],
    ['', 'C', 'corrected'], ['C', 'W', 'wrong'], ['F', 'D', 'wrong'], ['W', 'F', 'wrong'],
  ])('with OBR-25 "%s" and OBX-11 %s is %s', (obr, obx, status) => {
    const [report] = oru(raw('OBR', { ...FIELDS, 25: obr }), `OBX|1|TX|^F||text||||||${obx}`).reports;
    expect(report?.status).toBe(status);
  });

  it('is not withdrawn when only one of its observations is', () => {
    const [report] = oru(OBR, 'OBX|1|TX|^F||text||||||W', 'OBX|2|TX|^F||text||||||F').reports;
    expect(report?.status).toBe('final');
  });

  it.each([
    ['^application^pdf^Base64^QUJD', 'application/pdf', 'ABC'],
    ['^^text/html^Base64^QUJD', 'text/html', 'ABC'],
    ['^AP^PDF^Hex^414243', 'application/pdf', 'ABC'],
    ['^TEXT^plain^A^A\\T\\C', 'text/plain', 'A&C'],
  ])('gives the document in %s', (value, mediaType, content) => {
    const [report] = oru(OBR, `OBX|1|ED|^doc||${value}||||||F`).reports;
    const document = report?.observations[0]?.document;
    expect(document?.mediaType).toBe(mediaType);
    expect(document && new TextDecoder().decode(documentBytes(document))).toBe(content);
    expect(report?.text).toBe('');
  });

  it.each([['Base64', '***'], ['Hex', '4G'], ['UUE', 'xx']])('refuses a document that is not %s as it says', (encoding, data) => {
    expect(() => documentBytes({ mediaType: 'a/b', encoding, data })).toThrow(expect.objectContaining({ code: 'bad-value' }));
  });

  it('gives coded answers and abnormal flags', () => {
    const [report] = oru(OBR, 'OBX|1|CE|^Grade||2^Minor^RADPEER||||||F', 'OBX|2|NM|^Size||4|mm||A~H|||F').reports;
    expect(report?.observations[0]).toMatchObject({ coded: { code: '2', system: 'RADPEER' }, text: 'Minor' });
    expect(report?.observations[1]).toMatchObject({ text: '4', units: 'mm', abnormalFlags: ['A', 'H'] });
  });
});

describe('an ORU message', () => {
  it('gives every OBR its own observations', () => {
    const { reports } = oru(OBR, 'OBX|1|TX|||one||||||F', OBR.replace('F1', 'F2'), 'OBX|1|TX|||two||||||F');
    expect(reports.map(({ fillerOrder, text }) => [fillerOrder?.value, text])).toEqual([['F1', 'one'], ['F2', 'two']]);
  });

  it('about two patients is refused: whose report is whose must not be a guess', () => {
    expect(() => oru(OBR, 'PID|2||815', OBR)).toThrow(expect.objectContaining({ code: 'bad-segment' }));
  });

  it('without a report, without a patient, or of another kind is refused', () => {
    expect(() => oru('OBX|1|TX|||x')).toThrow(expect.objectContaining({ code: 'missing-segment' }));
    expect(() => readOru(parseMessage(`MSH|^~\\&|||||||ORU^R01|1|P|2.5\r${OBR}`))).toThrow(expect.objectContaining({ code: 'missing-segment' }));
    expect(() => readOru(parseMessage('MSH|^~\\&|||||||ORU^W01|1|P|2.5'))).toThrow(expect.objectContaining({ code: 'unsupported-event' }));
    expect(() => readOru(parseMessage('MSH|^~\\&|||||||MDM^T02|1|P|2.5'))).toThrow(expect.objectContaining({ code: 'unsupported-message' }));
  });
});
