import { describe, expect, it } from 'vitest';
import { implicitVr, lookupKeyword, lookupTag, nameOfTag, SEQUENCE_TAGS } from '../dictionary/dictionary';
import { parseTag, tagHex, tagText } from '../structure/tag';
import { modalityName } from './modality';
import { sopClass, STORAGE_CLASSES } from './sop-class';
import { EXPLICIT_BE, IMPLICIT_LE, transferSyntax, TRANSFER_SYNTAXES } from './transfer-syntax';
import { isUid, newUid, uidOfUuid } from './uid';

describe('UIDs', () => {
  it('are made from UUIDs', () => {
    expect(uidOfUuid('f81d4fae-7dec-11d0-a765-00a0c91e6bf6')).toBe('2.25.329800735698586629295641978511506172918');
    expect(new Set(Array.from({ length: 100 }, newUid)).size).toBe(100);
    expect(Array.from({ length: 100 }, newUid).every(isUid)).toBe(true);
    expect(() => uidOfUuid('nonsense')).toThrow(RangeError);
  });

  it.each(['', '1.', '.1', '1..2', '1.02', '1.a', '1.2 ', `1.${'2'.repeat(63)}`])('%j is none', (text) => expect(isUid(text)).toBe(false));
  it.each(['1', '0.1', '1.2.840.10008', `1.${'2'.repeat(62)}`])('%j is one', (text) => expect(isUid(text)).toBe(true));
});

describe('transfer syntaxes', () => {
  it('say how they are read', () => {
    expect(transferSyntax(IMPLICIT_LE)).toMatchObject({ explicit: false, bigEndian: false, encapsulated: false, lossy: false, known: true });
    expect(transferSyntax(EXPLICIT_BE)).toMatchObject({ explicit: true, bigEndian: true });
    expect(transferSyntax('1.2.840.10008.1.2.4.50')).toMatchObject({ encapsulated: true, lossy: true });
    expect(transferSyntax('1.2.840.10008.1.2.4.95')).toMatchObject({ encapsulated: false, deflated: true });
    expect(transferSyntax('1.2.3')).toMatchObject({ uid: '1.2.3', encapsulated: true, lossy: null, known: false });
    expect(new Set(TRANSFER_SYNTAXES.map((syntax) => syntax.uid)).size).toBe(TRANSFER_SYNTAXES.length);
  });
});

describe('SOP classes', () => {
  it.each([
    ['1.2.840.10008.5.1.4.1.1.2', 'CT Image', 'radiology'],
    ['1.2.840.10008.5.1.4.1.1.12.1', 'X-Ray Angiographic Image', 'cardiology'],
    ['1.2.840.10008.5.1.4.1.1.9.1.1', '12-lead ECG Waveform', 'cardiology'],
    ['1.2.840.10008.5.1.4.1.1.77.1.4', 'VL Photographic Image', 'photograph'],
    ['1.2.840.10008.5.1.4.1.1.77.1.4.1', 'Video Photographic Image', 'video'],
    ['1.2.840.10008.5.1.4.1.1.104.1', 'Encapsulated PDF', 'document'],
    ['1.2.840.10008.5.1.4.1.1.88.59', 'Key Object Selection Document', 'other'],
    ['1.2.840.10008.5.1.4.1.1.481.5', 'RT Plan', 'other'],
    ['1.2.3.4', '1.2.3.4', 'other'],
  ])('%s is %s, %s', (uid, name, kind) => expect(sopClass(uid)).toMatchObject({ name, kind }));

  it('are all named once', () => {
    expect(STORAGE_CLASSES.length).toBeGreaterThan(150);
    expect(new Set(STORAGE_CLASSES.map((one) => one.uid)).size).toBe(STORAGE_CLASSES.length);
  });

  it('of an unknown modality keep its code', () => {
    expect([modalityName('CT'), modalityName('ZZ'), modalityName('constructor')]).toEqual(['Computed tomography', 'ZZ', 'constructor']);
  });
});

describe('the dictionary', () => {
  it('knows keywords, tags and VRs', () => {
    expect(lookupKeyword('PatientID')).toEqual({ tag: 0x00100020, vr: 'LO', keyword: 'PatientID' });
    expect(lookupTag(0x7fe00010)?.vr).toBe('OB|OW');
    expect(lookupTag(0x60020010)?.keyword).toBe('OverlayRows');
    expect([lookupKeyword('patientid'), lookupTag(0x00090010)]).toEqual([null, null]);
    expect(nameOfTag(0x00091001)).toBe('00091001');
  });

  it('gives the VR of implicit data sets', () => {
    expect([0x00100010, 0x00090010, 0x00091001, 0x00080000, 0x0008ffff].map(implicitVr)).toEqual(['PN', 'LO', 'UN', 'UL', 'UN']);
  });

  it('knows the sequences a reader has to know', () => {
    for (const tag of [0x00081140, 0x00101002, 0x00100024, 0x04000561, 0x0040a730, 0x52009230]) expect(SEQUENCE_TAGS.has(tag)).toBe(true);
  });
});

describe('tags', () => {
  it('are written and read in both forms', () => {
    expect([tagHex(0x0010002a), tagText(0x0010002a)]).toEqual(['0010002A', '(0010,002A)']);
    expect([parseTag('0010002a'), parseTag('(0010,002A)'), parseTag('10020'), parseTag('0010,00xx')]).toEqual([0x0010002a, 0x0010002a, null, null]);
  });
});
