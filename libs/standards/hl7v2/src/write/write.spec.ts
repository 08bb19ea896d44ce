import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../parse/message';
import { readAdt } from '../read/adt';
import { type Authority } from '../read/datatypes';
import { readHeader } from '../read/header';
import { readOrder } from '../read/order';
import { readOru } from '../read/oru';
import { writeRegistration } from './adt';
import { encodeMessage } from './er7';
import { type Envelope } from './envelope';
import { writeNetworkQuery } from './network';
import { writeOmi, writeOrm, type ImportOrder } from './order';
import { writeOru, type ReportOut } from './oru';
import { type PatientOut } from './patient';

const NS: Authority = { namespace: 'LAKE', universalId: '1.2.3', universalIdType: 'ISO' };
const hospital = (namespace: string): Authority => ({ namespace, universalId: null, universalIdType: null });

const ENVELOPE: Envelope = {
  sendingApplication: hospital('CAUSEWAY'),
  sendingFacility: hospital('HOSP'),
  receivingApplication: hospital('RIS'),
  receivingFacility: hospital('HOSP'),
  controlId: 'M1',
  at: { epochMs: Date.UTC(2026, 10, 24, 8, 18, 5), offsetMinutes: 60 },
  processing: 'P',
};

const NAME = { family: 'Müller & Co', given: 'Jo^e', middle: null, suffix: null, prefix: null, type: 'L', representation: 'A' };

const PATIENT: PatientOut = {
  identifiers: [{ value: 'A|1', authority: NS, type: 'MR' }],
  names: [NAME, { ...NAME, family: '山田', representation: 'I' }],
  birthDate: '1980-05',
  sex: 'F',
  addresses: [{ street: '1 Main', other: null, city: 'Town', state: 'ST', postalCode: '1', country: 'US', type: 'H' }],
  phones: [{ number: '555', use: 'PRN', equipment: 'PH' }, { number: '777', use: 'WPN', equipment: 'PH' }, { number: 'a@b.c', use: 'NET', equipment: 'Internet' }],
};

const ORDER: ImportOrder = {
  patient: PATIENT,
  placerOrder: { value: 'P1', authority: hospital('CAUSEWAY') },
  accession: { value: 'ACC1', authority: null },
  requestedProcedureId: { value: 'RP1', authority: null },
  procedure: { code: 'OSCT', text: 'Outside CT', system: 'L' },
  priority: 'S',
  observedAt: '2026-11-20T10:00:00',
  studyUid: '1.2.840.99.1',
  modality: 'CT',
};

const REPORT: ReportOut = {
  patient: PATIENT,
  fillerOrder: { value: 'R1', authority: hospital('CAUSEWAY') },
  accession: 'ACC1',
  procedure: ORDER.procedure,
  reportedAt: ENVELOPE.at,
  status: 'F',
  studyUid: '1.2.840.99.1',
  textCode: { code: '18748-4', text: 'Diagnostic imaging study', system: 'LN' },
  text: 'Line one\n\n| third ^ line',
  coded: [{ question: { code: 'GRADE', text: 'Agreement', system: 'L' }, answer: { code: '2', text: 'Minor', system: 'L' } }],
  interpreter: { id: '7', family: 'House', given: 'Greg', middle: null, suffix: null, prefix: 'Dr', authority: NS },
};

describe('a registration request', () => {
  it.each([['A28', 'ADT_A05', 'N'], ['A04', 'ADT_A01', 'E']] as const)('ADT^%s says who is to be registered', (event, structure, patientClass) => {
    const visit = event === 'A04' ? { patientClass: 'E', number: { value: 'V1', authority: NS, type: 'VN' } } : null;
    const message = parseMessage(encodeMessage(writeRegistration(ENVELOPE, { event, patient: PATIENT, visit })));
    const read = readAdt(message);
    expect(read.header).toMatchObject({ structure, controlId: 'M1', version: '2.5.1', at: { iso: '2026-11-24T09:18:05', offset: '+01:00' } });
    expect(read.patients[0]?.patient).toMatchObject({
      identifiers: PATIENT.identifiers,
      names: PATIENT.names,
      birthDate: { iso: '1980-05' },
      sex: 'F',
      addresses: PATIENT.addresses,
      phones: [PATIENT.phones?.[0], PATIENT.phones?.[2], PATIENT.phones?.[1]],
    });
    expect(read.visit?.patientClass).toBe(patientClass);
    expect(read.recordedAt?.offset).toBe('+01:00');
    expect(message.findings).toEqual([]);
  });

  it('in version 2.3.1 leaves the structure out', () => {
    const header = readHeader(parseMessage(writeRegistration({ ...ENVELOPE, version: '2.3.1' }, { event: 'A28', patient: PATIENT })));
    expect(header).toMatchObject({ version: '2.3.1', structure: null, event: 'A28' });
  });

  it.each([
    ['a patient without identifier', { patient: { ...PATIENT, identifiers: [] } }],
    ['a patient without name', { patient: { ...PATIENT, names: [] } }],
    ['a birth date in another form', { patient: { ...PATIENT, birthDate: '01.05.1980' } }],
  ])('is not written for %s', (_, change) => {
    expect(() => writeRegistration(ENVELOPE, { event: 'A28', ...change })).toThrow(expect.objectContaining({ name: 'Hl7Problem' }));
  });

  it.each(['', 'x'.repeat(21), 'a b', 'ü'])('is not written with the control id "%s"', (controlId) => {
    expect(() => writeRegistration({ ...ENVELOPE, controlId }, { event: 'A28', patient: PATIENT })).toThrow(expect.objectContaining({ code: 'bad-value' }));
  });
});

describe('an import order', () => {
  it.each([['ORM', writeOrm], ['OMI', writeOmi]] as const)('as %s carries numbers, procedure, priority and study', (type, write) => {
    const read = readOrder(parseMessage(encodeMessage(write(ENVELOPE, 'NW', ORDER))));
    expect(read.header.type).toBe(type);
    expect(read.orders).toHaveLength(1);
    expect(read.orders[0]).toMatchObject({
      control: 'NW', status: null, priority: 'S', accession: 'ACC1', requestedProcedureId: 'RP1', studyUid: '1.2.840.99.1',
      procedure: { code: 'OSCT', text: 'Outside CT' },
      placerOrder: { value: 'P1' },
    });
  });

  it.each([['ORM', writeOrm], ['OMI', writeOmi]] as const)('as %s says whether anybody is to read it', (_, write) => {
    const sent = (control: 'NW' | 'CA', purpose: 'import' | 'read') => {
      const message = parseMessage(encodeMessage(write(ENVELOPE, control, { ...ORDER, purpose, reason: { code: null, text: 'Surgical?', system: null } })));
      const [order] = readOrder(message).orders;
      return { status: order?.status, result: order?.resultStatus, priority: order?.priority, listed: message.first('OBR')?.string(5), reason: message.first('OBR')?.string(31, 2) };
    };
    expect(sent('NW', 'read')).toEqual({ status: 'IP', result: 'I', priority: 'S', listed: 'S', reason: 'Surgical?' });
    expect(sent('NW', 'import')).toEqual({ status: 'CM', result: null, priority: 'S', listed: null, reason: 'Surgical?' });
    expect(sent('CA', 'read')).toMatchObject({ status: 'CA', result: null });
  });

  it('is cancelled under the same numbers', () => {
    const fillerOrder = { value: 'F1', authority: hospital('RIS') };
    for (const write of [writeOrm, writeOmi]) {
      const [order] = readOrder(parseMessage(write(ENVELOPE, 'CA', { ...ORDER, fillerOrder }))).orders;
      expect(order).toMatchObject({ control: 'CA', status: 'CA', placerOrder: { value: 'P1' }, fillerOrder: { value: 'F1' } });
    }
  });

  it('as ORM may be 2.3.1, as OMI not', () => {
    const old = { ...ENVELOPE, version: '2.3.1' } as const;
    expect(readOrder(parseMessage(writeOrm(old, 'NW', ORDER))).orders[0]?.studyUid).toBe('1.2.840.99.1');
    expect(() => writeOmi(old, 'NW', ORDER)).toThrow(expect.objectContaining({ code: 'unsupported-version' }));
  });
});

describe('a report sent out', () => {
  it('is read as it was written', () => {
    const [report] = readOru(parseMessage(encodeMessage(writeOru(ENVELOPE, REPORT)))).reports;
    expect(report).toMatchObject({
      status: 'final', text: REPORT.text, studyUids: ['1.2.840.99.1'], fillerOrder: { value: 'R1' }, procedure: ORDER.procedure,
      interpreters: [{ id: '7', family: 'House', authority: NS }],
      reportedAt: { iso: '2026-11-24T09:18:05', offset: '+01:00' },
    });
    expect(report?.accessionCandidates[0]).toEqual({ field: 'OBR-18', value: 'ACC1' });
    expect(report?.observations.find(({ valueType }) => valueType === 'CE')).toMatchObject({ code: { code: 'GRADE' }, coded: { code: '2' } });
  });

  it.each([['P', 'preliminary'], ['F', 'final'], ['C', 'corrected'], ['W', 'wrong']] as const)('with status %s is %s', (status, meaning) => {
    const text = writeOru(ENVELOPE, { ...REPORT, status });
    expect(readOru(parseMessage(text)).reports[0]?.status).toBe(meaning);
    expect(parseMessage(text).all('OBX').every((obx) => obx.string(11) === status)).toBe(true);
    // Table 0123 knows no W.
    expect(['P', 'F', 'C']).toContain(parseMessage(text).require('OBR').string(25));
  });

  it('names no study that is none', () => {
    expect(() => writeOru(ENVELOPE, { ...REPORT, studyUid: '../../etc' })).toThrow(expect.objectContaining({ code: 'bad-value' }));
  });
});

describe('everything written', () => {
  it('survives any text in any place', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((s) => `x${s.replaceAll('\0', '').trim()}x`);
    fc.assert(
      fc.property(text, text, text, (id, family, street) => {
        const patient: PatientOut = {
          identifiers: [{ value: id, authority: { namespace: family, universalId: null, universalIdType: null }, type: 'MR' }],
          names: [{ ...NAME, family }],
          addresses: [{ street, other: null, city: null, state: null, postalCode: null, country: null, type: null }],
        };
        const read = readAdt(parseMessage(encodeMessage(writeRegistration(ENVELOPE, { event: 'A28', patient })))).patients[0]?.patient;
        expect(read?.identifiers).toEqual(patient.identifiers);
        expect(read?.names?.[0]?.family).toBe(family);
        expect(read?.addresses?.[0]?.street).toBe(street);
      }),
      { numRuns: 500 },
    );
  });

  it('never says "delete" by accident', () => {
    const patient: PatientOut = { ...PATIENT, sex: '""', motherMaidenName: { ...NAME, family: '""' } };
    const read = readAdt(parseMessage(writeRegistration(ENVELOPE, { event: 'A28', patient }))).patients[0]?.patient;
    expect(read?.sex).toBe('""');
    expect(read?.motherMaidenNames?.[0]?.family).toBe('""');
  });

  it('ends each segment with CR and holds no other line end', () => {
    expect(writeNetworkQuery(ENVELOPE)).toMatch(/^MSH\|\^~\\&\|CAUSEWAY\|[^\r\n]*NMQ\^N01[^\r\n]*\rNCK\|20261124091805\+0100\r$/);
  });
});
