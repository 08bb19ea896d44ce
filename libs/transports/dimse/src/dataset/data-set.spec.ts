import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TAG, itemsOf, textOf, valuesOf, type DataSet } from './data-set';
import { readDataSet } from './data-set-reader';
import { writeDataSet } from './data-set-writer';

const REQUESTED_PROCEDURE_CODES = 0x00321064;
const CODE_MEANING = 0x00080104;
const ROWS = 0x00280010;

const query: DataSet = new Map<number, readonly string[] | readonly DataSet[]>([
  [TAG.queryRetrieveLevel, ['STUDY']],
  [TAG.patientName, ['ROE^RICHARD']],
  [TAG.studyInstanceUid, ['1.2.3', '1.2.4']],
  [TAG.modalitiesInStudy, []],
  [ROWS, ['512']],
  [REQUESTED_PROCEDURE_CODES, [new Map([[CODE_MEANING, ['CT HEAD']]]), new Map([[CODE_MEANING, ['CT NECK']]])]],
]);

describe.each([{ explicit: true }, { explicit: false }])('A data set in an encoding with explicit: $explicit', (encoding) => {
  it('is read back as it was written, sequences included', () => {
    const again = readDataSet(writeDataSet(query, encoding), encoding)!;
    expect(new Map([...again].sort(([a], [b]) => a - b))).toEqual(new Map([...query].sort(([a], [b]) => a - b)));
  });

  it('keeps names in the character set it declares', () => {
    const latin = new Map([
      [TAG.specificCharacterSet, ['ISO_IR 100']],
      [TAG.patientName, ['Buc^Jérôme']],
    ]);
    const bytes = writeDataSet(latin, encoding);
    expect(bytes.includes(Buffer.from('Buc^Jérôme', 'latin1'))).toBe(true);
    expect(textOf(readDataSet(bytes, encoding)!, TAG.patientName)).toBe('Buc^Jérôme');
  });

  it('becomes UTF-8 when its character set cannot hold its text', () => {
    const named = new Map([[TAG.patientName, ['Yamada^Tarou=山田^太郎']]]);
    const again = readDataSet(writeDataSet(named, encoding), encoding)!;
    expect(valuesOf(again, TAG.specificCharacterSet)).toEqual(['ISO_IR 192']);
    expect(textOf(again, TAG.patientName)).toBe('Yamada^Tarou=山田^太郎');
  });

  it('is null, not an error, for any other bytes', () => {
    const good = writeDataSet(query, encoding);
    const change = fc.record({ at: fc.nat(good.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(good.length), (changes, end) => {
        const bytes = Buffer.from(good);
        changes.forEach(({ at, value }) => (bytes[at] = value));
        expect(() => readDataSet(bytes.subarray(0, end), encoding)).not.toThrow();
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect(readDataSet(good.subarray(0, good.length - 1), encoding)).toBeNull();
  });
});

it('refuses nesting no query needs', () => {
  const item = Buffer.from('08004011' + '53510000ffffffff' + 'feff00e0ffffffff', 'hex');
  const end = Buffer.from('feff0de000000000' + 'feffdde000000000', 'hex');
  const nested = (depth: number): Buffer => Buffer.concat([...Array<Buffer>(depth).fill(item), ...Array<Buffer>(depth).fill(end)]);
  expect(readDataSet(nested(8), { explicit: true })).not.toBeNull();
  expect(readDataSet(nested(9), { explicit: true })).toBeNull();
  expect(readDataSet(nested(100_000), { explicit: true })).toBeNull();
});

it('gives nothing for what is absent or of another kind', () => {
  expect(textOf(query, TAG.accessionNumber)).toBe('');
  expect(valuesOf(query, REQUESTED_PROCEDURE_CODES)).toEqual([]);
  expect(itemsOf(query, TAG.patientName)).toEqual([]);
  expect(itemsOf(query, REQUESTED_PROCEDURE_CODES)).toHaveLength(2);
});
