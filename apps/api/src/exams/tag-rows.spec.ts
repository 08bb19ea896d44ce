import { describe, expect, it } from 'vitest';
import { authorDataSet, rawElement, type DataSet, type ElementDifference } from '@causeway/dicom';
import { tagRows } from './tag-rows';

const set = (): DataSet => {
  const data = authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', SOPInstanceUID: '1.2.3', PatientName: 'Yamada^Tarou=山田^太郎', ImageType: ['ORIGINAL', 'PRIMARY'], Rows: 512, PixelSpacing: '0.5\\0.5',
    RequestAttributesSequence: [{ AccessionNumber: 'A1', ScheduledProtocolCodeSequence: [{ CodeValue: 'X', CodeMeaning: 'Head' }] }, { AccessionNumber: 'A2' }],
  });
  data.set(rawElement('00090010', 'LO', 'ACME 1.0'));
  data.set(rawElement('00091001', 'LO', 'secret sauce'));
  data.set(rawElement('00091102', 'UN', Buffer.alloc(10)));
  data.set(rawElement('00281201', 'OW', Buffer.alloc(2048)));
  return data;
};
const list = (q = '', differences: readonly ElementDifference[] = [], dataSet = set()) => tagRows({ dataSet, transferSyntaxUid: '1.2.840.10008.1.2.1', pixels: { vr: 'OW', value: '524,288 bytes' }, differences }, q);
const brief = (q?: string, differences?: readonly ElementDifference[]) => list(q, differences).rows.map((row) => `${'.'.repeat(row.depth)}${row.tag} ${row.vr} ${row.name}: ${row.value}`);

describe('the elements of an object', () => {
  it('are listed in their order, decoded, with sequences inside and pixels by their size', () => {
    expect(brief()).toEqual([
      '(0002,0010) UI Transfer Syntax UID: 1.2.840.10008.1.2.1', '(0008,0005) CS Specific Character Set: ISO_IR 192', '(0008,0008) CS Image Type: ORIGINAL\\PRIMARY', '(0008,0018) UI SOP Instance UID: 1.2.3',
      '(0009,0010) LO Private Creator: ACME 1.0', '(0009,1001) LO Private: ACME 1.0: secret sauce', '(0009,1102) UN Private: 10 bytes', '(0010,0010) PN Patient Name: Yamada^Tarou=山田^太郎', '(0028,0010) US Rows: 512',
      '(0028,0030) DS Pixel Spacing: 0.5\\0.5', '(0028,1201) OW Red Palette Color Lookup Table Data: 2,048 bytes', '(0040,0275) SQ Request Attributes Sequence: 2 items', '.(0008,0050) SH Accession Number: A1',
      '.(0040,0008) SQ Scheduled Protocol Code Sequence: 1 item', '..(0008,0100) SH Code Value: X', '..(0008,0104) LO Code Meaning: Head', '.(0008,0050) SH Accession Number: A2', '(7FE0,0010) OW Pixel Data: 524,288 bytes',
    ]);
  });

  it('are found by tag, name or value, in the sequences they stand in', () => {
    expect(brief('head')).toEqual(['(0040,0275) SQ Request Attributes Sequence: 2 items', '.(0040,0008) SQ Scheduled Protocol Code Sequence: 1 item', '..(0008,0104) LO Code Meaning: Head']);
    expect(brief('00100010')).toEqual(['(0010,0010) PN Patient Name: Yamada^Tarou=山田^太郎']);
    expect(brief('patientname')).toHaveLength(1);
    expect(brief('太郎')).toHaveLength(1);
    expect(brief('(7fe0')).toEqual(['(7FE0,0010) OW Pixel Data: 524,288 bytes']);
    expect(brief('no such thing')).toEqual([]);
  });

  it('show what a localised copy says where it differs, also where the object has nothing', () => {
    const differences = [
      { tag: 0x00100010, keyword: 'PatientName', before: 'x', after: 'Yamada^Taro', inAscii: false }, { tag: 0x00100020, keyword: 'PatientID', before: null, after: '4711', inAscii: false },
      { tag: 0x00100024, keyword: 'IssuerOfPatientIDQualifiersSequence', before: null, after: [{ UniversalEntityID: '1.2', UniversalEntityIDType: 'ISO' }], inAscii: false },
    ];
    const rows = list('', differences).rows.filter((row) => row.localised !== null);
    expect(rows.map((row) => [row.tag, row.vr, row.value, row.localised])).toEqual([['(0010,0010)', 'PN', 'Yamada^Tarou=山田^太郎', 'Yamada^Taro'], ['(0010,0020)', 'LO', '', '4711'], ['(0010,0024)', 'SQ', '', '1.2 ISO']]);
    expect(list('4711', differences).rows).toHaveLength(1);
  });

  it('are as many and as long as one answer holds, and it says when there are more', () => {
    const many = authorDataSet({ ContentSequence: Array.from({ length: 8000 }, () => ({ TextValue: 'finding' })) });
    expect([list('', [], many).rows.length, list('', [], many).more]).toEqual([5000, true]);
    expect(list('', [], set()).more).toBe(false);
    const long = authorDataSet({ TextValue: 'x'.repeat(50_000) });
    expect(list('', [], long).rows.find((row) => row.tag === '(0040,A160)')?.value).toMatch(/^x{2000}…$/);
    const heavy = authorDataSet({ ContentSequence: Array.from({ length: 3000 }, () => ({ TextValue: 'y'.repeat(1900) })) });
    expect([list('', [], heavy).more, list('', [], heavy).rows.length < 1500]).toEqual([true, true]);
    expect(list('zzz', [], heavy)).toMatchObject({ rows: [], more: false });
  });
});
