/** Messages other people wrote. The corpus is not part of this repository: without it these checks are skipped. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  documentBytes, Hl7Problem, instantOf, parseMessage, readAck, readAdt, readHeader, readOrder, readOru, splitMessages, type Message,
} from './index';

const repository = path.resolve(import.meta.dirname, '../../../..');
const corpus = path.join(process.env['CAUSEWAY_CORPUS'] ?? path.resolve(repository, '../shared/data/corpus'), 'hl7v2');

function filesUnder(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const file = path.join(dir, name);
    return statSync(file).isDirectory() ? filesUnder(file) : [file];
  });
}

const files = existsSync(corpus) ? filesUnder(corpus).sort() : [];
const NOT_ER7 = ['adt_a17.xml', 'guide.txt'];

function load(name: string): Message {
  const file = files.find((candidate) => candidate.endsWith(name));
  if (file === undefined) throw new Error(`${name} is not in the corpus`);
  return parseMessage(new Uint8Array(readFileSync(file)));
}

describe.skipIf(files.length === 0)('messages of the corpus', () => {
  it.each(files.filter((file) => !NOT_ER7.includes(path.basename(file))).map((file) => [path.relative(corpus, file), file]))('%s is read', (_, file) => {
    const messages = splitMessages(new Uint8Array(readFileSync(file)));
    expect(messages.length).toBeGreaterThan(0);
    for (const bytes of messages) {
      // The one file with several messages has comment lines between them, which are no segments.
      const text = path.basename(file) === 'messages.txt' ? new TextDecoder().decode(bytes).replace(/\n *(\/\/|\/\*|\*).*/g, '') : bytes;
      const message = parseMessage(text);
      const header = readHeader(message);
      expect(header.type).toMatch(/^[A-Z]{3}$/);
      for (const segment of message.segments) for (let field = 1; field < 60; field++) segment.repetitions(field).forEach((part) => part.value());
    }
  });

  it.each(NOT_ER7)('%s is refused with a reason', (name) => {
    expect(() => load(name)).toThrow(Hl7Problem);
  });

  it('six messages are found in the file that holds six', () => {
    const file = files.find((candidate) => candidate.endsWith('messages.txt')) ?? '';
    const text = readFileSync(file, 'latin1');
    expect(splitMessages(new Uint8Array(readFileSync(file))).length).toBe(text.match(/^MSH/gm)?.length);
  });

  it('an A40 names survivor and subsumed with their authority', () => {
    const [pair] = readAdt(load('iti-8.hl7')).patients;
    expect(pair?.patient.identifiers[0]).toEqual({
      value: 'PDQ113XX35', authority: { namespace: 'HIMSS2005', universalId: '1.3.6.1.4.1.21367.2005.1.1', universalIdType: 'ISO' }, type: null,
    });
    expect(pair?.prior?.identifiers[0]?.value).toBe('PDQ113XX03');
  });

  it('an A47 names new and old identifier', () => {
    const [pair] = readAdt(load('ADT^A47-ChangePatientID.hl7')).patients;
    expect([pair?.patient.identifiers[0]?.value, pair?.prior?.identifiers[0]?.value]).toEqual(['NEW_PID_1', 'OLD_PID_1']);
  });

  it('a PIX update lists every linked identifier', () => {
    const read = readAdt(load('iti-10.hl7'));
    expect(read.action).toBe('update-person');
    expect(read.patients[0]?.patient.identifiers.map(({ value, authority }) => [value, authority?.namespace])).toEqual([
      ['13278', 'HIMSS2005'], ['02777', 'XREF2005'], ['5555', 'HZLN'],
    ]);
  });

  it('a link with exchanged separators names two patients', () => {
    const read = readAdt(load('segmentfinder_a24.hl7'));
    expect(read.patients.map(({ patient }) => [patient.identifiers[0]?.value, patient.names?.[0]?.family])).toEqual([['11111', 'SMITH'], ['22222', 'SMITH']]);
    expect(read.recordedAt && instantOf(read.recordedAt)).toBe(Date.UTC(2012, 8, 18, 22, 39, 31));
  });

  it('umlauts arrive, and an update that deletes is told as such', () => {
    expect(readAdt(load('message/msg-01-utf8.hl7')).patients[0]?.patient.names?.[0]).toMatchObject({ family: 'Nächname', given: 'Vörname' });
    const [updated] = readAdt(load('hl7-kotlin/msg-07.hl7')).patients;
    expect(updated?.patient.motherMaidenNames).toBeNull();
    expect(updated?.patient.addresses?.[0]).toMatchObject({ street: null, city: 'Foo' });
  });

  it('Latin-1 bytes in escapes become letters', () => {
    expect(load('SIU^S12-NewAppointmentBooking.hl7').require('AIS').string(3, 2)).toBe('SEPTOPLASTIA (OPERAÇÃO ISOLADA)');
  });

  it('an order that claims 8859/1 and is UTF-8 is read and remarked on', () => {
    const message = load('OMI^O23-ImagingOrder.hl7');
    expect(message.findings.map(({ code }) => code)).toEqual(['charset-wrong']);
    expect(message.require('OBR').string(31, 2)).toContain('12 –35');
    expect(readOrder(message).orders[0]).toMatchObject({
      control: 'NW', accession: 'AccessionNumber', requestedProcedureId: 'RequestedProcID', studyUid: '1.2.392.200036.9125.0.198811291108.7', modality: 'CT',
    });
  });

  it('a report gives study, accession, findings and status', () => {
    const [report] = readOru(load('ORU^R01-SR.hl7')).reports;
    expect(report).toMatchObject({ status: 'final', studyUids: ['1.2.392.200036.9125.0.198811291108.7'], interpreters: [{ family: 'VerifyingObserverFN' }] });
    expect(report?.accessionCandidates[0]).toEqual({ field: 'OBR-18', value: 'AccessionNumber' });
    expect(report?.text.split('\n')[0]).toBe('The right kidney is slightly enlarged, but otherwise normal');
    expect(report?.text).not.toContain('1.2.392');
  });

  it('a line of 65 kB holds its document whole', () => {
    const obx = load('hl7/message/msg-02.hl7').require('OBX');
    const data = obx.first(5)?.value(5) ?? '';
    const bytes = documentBytes({ mediaType: 'text/html', encoding: 'Base64', data });
    expect(bytes.length).toBeGreaterThan(45_000);
    expect(new TextDecoder().decode(bytes.subarray(0, 14))).toBe('<!DOCTYPE html');
  });

  it('an answer is read out of a query response', () => {
    expect(readAck(load('pixquery/v2/ok-1_Response.hl7'))).toMatchObject({ code: 'AA', controlId: '10501108' });
  });
});
