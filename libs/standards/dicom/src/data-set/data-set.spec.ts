import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';
import { authorDataSet, rawElement } from './author';
import type { DataSet } from './data-set';
import { COLLECT_LIMITS, DataSetCollector, readDataSet } from './read-data-set';
import { writeDataSet } from './write-data-set';

const SYNTAXES = [IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE];

function read(bytes: Buffer, syntax: string): DataSet {
  const result = readDataSet(bytes, syntax);
  if (result.kind === 'failure') throw new Error(result.failure.reason);
  return result.dataSet;
}

const SAMPLE = authorDataSet({
  SpecificCharacterSet: 'ISO_IR 100',
  PatientName: 'Müller^Jörg',
  PatientID: '4711',
  Rows: 512,
  ImagePositionPatient: [1.5, -2, 3],
  SmallestImagePixelValue: 7,
  ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: '1.2.3' }, { ReferencedSOPInstanceUID: '1.2.34' }],
  IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: '1.2.840', UniversalEntityIDType: 'ISO' }],
});

it.each(SYNTAXES)('writes and reads back the same values in %s, with and without lengths', (syntax) => {
  for (const undefinedLengths of [false, true]) {
    const back = read(writeDataSet(SAMPLE, syntax, { undefinedLengths }), syntax);
    expect(back.text('PatientName')).toBe('Müller^Jörg');
    expect(back.number('Rows')).toBe(512);
    expect(back.numbers('ImagePositionPatient')).toEqual([1.5, -2, 3]);
    expect(back.number('SmallestImagePixelValue')).toBe(7);
    expect(back.items('ReferencedSOPSequence').map((item) => item.text('ReferencedSOPInstanceUID'))).toEqual(['1.2.3', '1.2.34']);
    expect(back.items('IssuerOfPatientIDQualifiersSequence')[0]?.text('UniversalEntityID')).toBe('1.2.840');
    expect(back.elements.map((element) => element.tag)).toEqual([...back.elements.map((element) => element.tag)].sort((a, b) => a - b));
  }
});

it('declares UTF-8 when text needs a character set and none is named', () => {
  const dataSet = authorDataSet({ PatientName: 'Ωmega^A', ReferencedSOPSequence: [{ CodeMeaning: 'Ω' }] });
  expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 192');
  expect(dataSet.items('ReferencedSOPSequence')[0]?.text('CodeMeaning')).toBe('Ω');
});

it('refuses keywords that do not exist and text its character set cannot hold', () => {
  expect(() => authorDataSet({ PatientNames: 'x' })).toThrow('PatientNames');
  expect(() => authorDataSet({ SpecificCharacterSet: 'ISO_IR 100', PatientName: '山田' })).toThrow('ISO_IR 100');
  expect(() => SAMPLE.text('Nonsense')).toThrow('Nonsense');
});

it('reads a known sequence that arrives as UN, and keeps other UN bytes as they are', () => {
  const items = Buffer.from('feff00e00c0000004000320004000000312e3220', 'hex');
  const holder = authorDataSet({ PatientID: '1' });
  holder.set(rawElement('00100024', 'UN', items));
  holder.set(rawElement('00110010', 'LO', 'SOMEBODY'));
  holder.set(rawElement('00111001', 'UN', Buffer.from([1, 2, 3, 4])));
  const back = read(writeDataSet(holder, EXPLICIT_LE), EXPLICIT_LE);
  expect(back.items(0x00100024)[0]?.text('UniversalEntityID')).toBe('1.2');
  expect(back.get(0x00111001)?.bytes).toEqual(Buffer.from([1, 2, 3, 4]));
});

it('takes Pixel Representation to tell signed values where the bytes do not', () => {
  const signed = authorDataSet({ PixelRepresentation: 1, ModalityLUTSequence: [{}] });
  signed.set(rawElement('00280106', 'SS', Buffer.from([0xff, 0xff])));
  expect(read(writeDataSet(signed, IMPLICIT_LE), IMPLICIT_LE).number(0x00280106)).toBe(-1);
  const unsigned = authorDataSet({ PixelRepresentation: 0 });
  unsigned.set(rawElement('00280106', 'US', Buffer.from([0xff, 0xff])));
  expect(read(writeDataSet(unsigned, IMPLICIT_LE), IMPLICIT_LE).number(0x00280106)).toBe(65_535);
});

it('keeps a UN that only looks like a known sequence as bytes', () => {
  const holder = authorDataSet({ PatientID: '1' });
  holder.set(rawElement('00100024', 'UN', Buffer.from('not items at all')));
  const back = read(writeDataSet(holder, EXPLICIT_LE), EXPLICIT_LE);
  expect(back.get(0x00100024)?.bytes.toString()).toBe('not items at all');
});

it('leaves out values over the limit and says where they stand', () => {
  const holder = authorDataSet({ PatientID: '1' });
  holder.set(rawElement('00420011', 'OB', Buffer.alloc(100)));
  const bytes = writeDataSet(holder, EXPLICIT_LE);
  const result = readDataSet(bytes, EXPLICIT_LE, { ...COLLECT_LIMITS, valueBytes: 99 });
  expect(result.kind === 'data-set' && result.dataSet.get(0x00420011)?.leftOut).toEqual({ offset: 22, length: 100 });
  const refused = readDataSet(bytes, EXPLICIT_LE, { ...COLLECT_LIMITS, totalBytes: 101 });
  expect(refused).toMatchObject({ kind: 'failure', failure: { kind: 'refuse', reason: 'too-large' } });
});

it('stops before the tag it is told, whatever follows', () => {
  const holder = authorDataSet({ PatientID: '1' });
  const bytes = Buffer.concat([writeDataSet(holder, EXPLICIT_LE), Buffer.from('e07f10004f57000000ffffff00', 'hex')]);
  const collector = new DataSetCollector({ explicit: true, bigEndian: false }, { stopBefore: 0x7fe00010 });
  collector.push(bytes);
  expect(collector.done).toBe(true);
  expect(collector.finish()).toMatchObject({ kind: 'data-set' });
});

it('never throws on bytes nobody wrote', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...SYNTAXES), (bytes, syntax) => {
      expect(['data-set', 'failure']).toContain(readDataSet(bytes, syntax).kind);
    }),
  );
});

it('reads any small data set back as it was written', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ^]{0,30}[A-Za-z0-9]$/);
  const item = fc.record({ CodeValue: text, CodeMeaning: text });
  const values = fc.record({ PatientName: text, Rows: fc.integer({ min: 0, max: 65_535 }), ProcedureCodeSequence: fc.array(item, { maxLength: 4 }) });
  fc.assert(
    fc.property(values, fc.constantFrom(...SYNTAXES), fc.boolean(), (authored, syntax, undefinedLengths) => {
      const back = read(writeDataSet(authorDataSet(authored), syntax, { undefinedLengths }), syntax);
      expect(back.text('PatientName')).toBe(authored.PatientName);
      expect(back.number('Rows')).toBe(authored.Rows);
      const codes = back.items('ProcedureCodeSequence').map((code) => ({ CodeValue: code.text('CodeValue'), CodeMeaning: code.text('CodeMeaning') }));
      expect(codes).toEqual(authored.ProcedureCodeSequence);
    }),
  );
});
