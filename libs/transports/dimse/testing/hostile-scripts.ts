import { EXPLICIT_LE, IMPLICIT_LE } from '@causeway/dicom';
import { VERIFICATION } from '../src/index';
import { requestPdu, type ProposedContext } from '../src/association/proposal';
import { COMMAND, ELEMENT, NO_DATA_SET, WITH_DATA_SET, writeCommand, type CommandField } from '../src/message/command';
import { PDU } from '../src/pdu/pdu';
import { rawPdu, rawPdv, type RawStep } from './raw-peer';
import { CT_IMAGE_STORAGE, sampleInstance } from './sample-instance';

/**
 * `abort`: the last PDU is an A-ABORT. `reject`: it is an A-ASSOCIATE-RJ. `cut`: the connection ends without a word. `release`: it is an
 * A-RELEASE-RP. `answer`: it is a P-DATA-TF whose status is given.
 */
export type Expected = 'abort' | 'reject' | 'cut' | 'release' | { readonly status: number };

export interface HostileScript {
  readonly name: string;
  readonly steps: readonly RawStep[];
  readonly expected: Expected;
}

const CT: ProposedContext = { id: 1, abstractSyntax: CT_IMAGE_STORAGE, transferSyntaxes: [EXPLICIT_LE] };
const ECHO: ProposedContext = { id: 3, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LE] };
const PRIVATE: ProposedContext = { id: 5, abstractSyntax: '1.2.840.10008.5.1.4.34.6.1', transferSyntaxes: [IMPLICIT_LE] };
const LAST_COMMAND = 3;
const LAST_DATA = 2;
const hangUpAfterAnswer: readonly RawStep[] = [{ untilPdus: 2 }, { hangUp: true }];

/** The called AE title is the one a server under test should admit; calling is HOSTILE. */
export function hostileScripts(calledAeTitle: string): HostileScript[] {
  const rq = requestPdu(calledAeTitle, 'HOSTILE', [CT, ECHO, PRIVATE], 16_384);
  const associate: RawStep[] = [{ write: rq }, { untilPdus: 1 }];
  const after = (request: readonly RawStep[], name: string, expected: Expected, writes: readonly Buffer[]): HostileScript => ({
    name,
    steps: [...request, ...writes.map((write) => ({ write })), ...(typeof expected === 'object' ? hangUpAfterAnswer : [])],
    expected,
  });
  const afterAssociate = (name: string, expected: Expected, ...writes: Buffer[]): HostileScript => after(associate, name, expected, writes);
  const first = (name: string, expected: Expected, ...writes: Buffer[]): HostileScript => ({ name, steps: writes.map((write) => ({ write })), expected });
  const sample = sampleInstance();
  const store = data(1, LAST_COMMAND, command(storeFields(sample.sopInstanceUid)));

  return [
    first('length 7fffffff in an association request', 'abort', Buffer.from('01007fffffff', 'hex')),
    first('length ffffffff in P-DATA', 'abort', Buffer.from('0400ffffffff', 'hex')),
    first('length 7fffffff in P-DATA', 'abort', Buffer.from('04007fffffff', 'hex')),
    first('P-DATA too short for one value', 'abort', Buffer.from('040000000002', 'hex')),
    first('unknown PDU type', 'abort', Buffer.from('0900000000ff', 'hex')),
    first('HTTP', 'abort', Buffer.from('GET / HTTP/1.1\r\n\r\n')),
    first('a TLS client hello', 'abort', Buffer.from('160301020001000001fc0303', 'hex')),
    first('data before the association', 'abort', data(1, LAST_COMMAND, command(echoFields(1)))),
    first('release before the association', 'abort', rawPdu(PDU.releaseRq, Buffer.alloc(4))),
    first('abort before the association', 'cut', rawPdu(PDU.abort, Buffer.alloc(4))),
    first('an acceptance instead of a request', 'abort', rawPdu(PDU.associateAc, rq.subarray(6))),
    first('a rejection instead of a request', 'abort', rawPdu(PDU.associateRj, Buffer.alloc(4))),
    first('protocol version 2', 'reject', changed(rq, (bytes) => bytes.writeUInt16BE(2, 6))),
    first('another application context', 'reject', replaced(rq, '1.2.840.10008.3.1.1.1', '1.2.840.10008.3.1.1.9')),
    first('another called AE title', 'reject', requestPdu('SOMEBODY', 'HOSTILE', [CT], 16_384)),
    first('a request cut in its fixed part', 'abort', rawPdu(PDU.associateRq, rq.subarray(6, 40))),
    first('an item longer than the request', 'abort', changed(rq, (bytes) => bytes.writeUInt16BE(0xffff, 76))),
    first('an even context id', 'abort', requestPdu(calledAeTitle, 'HOSTILE', [{ ...CT, id: 2 }], 16_384)),
    first('one context id twice', 'abort', requestPdu(calledAeTitle, 'HOSTILE', [CT, CT], 16_384)),
    first('129 contexts', 'abort', requestPdu(calledAeTitle, 'HOSTILE', manyContexts(129), 16_384)),
    first('65 syntaxes in one context', 'abort', requestPdu(calledAeTitle, 'HOSTILE', [{ ...CT, transferSyntaxes: syntaxes(65) }], 16_384)),
    first('a context without syntaxes', 'abort', requestPdu(calledAeTitle, 'HOSTILE', [{ ...CT, transferSyntaxes: [] }], 16_384)),
    first('a class that is no UID', 'abort', requestPdu(calledAeTitle, 'HOSTILE', [{ ...CT, abstractSyntax: '../../etc/passwd' }], 16_384)),
    first('a maximum length of 8 bytes', 'abort', requestPdu(calledAeTitle, 'HOSTILE', [CT], 8)),
    first('two requests at once', 'abort', Buffer.concat([rq, rq])),
    afterAssociate('a second request', 'abort', rq),
    afterAssociate('data of a context nobody proposed', 'abort', data(77, LAST_COMMAND, command(echoFields(1)))),
    afterAssociate('data of a context that was refused', 'abort', data(5, LAST_COMMAND, command(echoFields(1)))),
    afterAssociate('a data set without a command', 'abort', data(1, LAST_DATA, Buffer.alloc(8))),
    afterAssociate('a command inside a data set', 'abort', store, data(1, 0, sample.bytes.subarray(0, 100)), store),
    afterAssociate('a data set on another context', 'abort', store, data(3, LAST_DATA, sample.bytes)),
    afterAssociate('a value longer than its PDU', 'abort', rawPdu(PDU.data, rawPdv(1, LAST_COMMAND, Buffer.alloc(4), 4_000))),
    afterAssociate('a value of length 1', 'abort', rawPdu(PDU.data, rawPdv(1, LAST_COMMAND, Buffer.alloc(4), 1))),
    afterAssociate('a PDU that ends inside a value header', 'abort', rawPdu(PDU.data, Buffer.concat([rawPdv(3, 1, Buffer.alloc(4)), Buffer.alloc(3)]))),
    afterAssociate('a command set that is no command set', 'abort', data(3, LAST_COMMAND, Buffer.from('0800050004000000', 'hex'))),
    afterAssociate('a command element longer than its set', 'abort', data(3, LAST_COMMAND, Buffer.from('00000001ffffff7f3000', 'hex'))),
    afterAssociate('a command field of four bytes', 'abort', data(3, LAST_COMMAND, Buffer.from('000000010400000030000000', 'hex'))),
    afterAssociate('an empty command set', 'abort', data(3, LAST_COMMAND, Buffer.alloc(0))),
    afterAssociate('a command set of 17 kB', 'abort', data(3, 1, Buffer.alloc(17_000))),
    afterAssociate('a reply to nothing', 'abort', data(3, LAST_COMMAND, command([...echoFields(1, COMMAND.echoRsp)]))),
    { name: 'a million values without content', steps: [...associate, { write: emptyValues(1_000), times: 1_000 }], expected: 'abort' },
    afterAssociate('a storm of cancels', { status: 0 }, ...Array.from({ length: 50 }, () => cancels(100)), data(3, LAST_COMMAND, command(echoFields(7)))),
    afterAssociate('a service nobody offers', { status: 0x0211 }, data(3, LAST_COMMAND, command(echoFields(1, 0x0130)))),
    afterAssociate('a path as SOP Instance UID', { status: 0x0117 }, data(1, LAST_COMMAND, command(storeFields('../../etc/cron.d/x'))), data(1, LAST_DATA, sample.bytes)),
    afterAssociate('a SOP Instance UID of 65 characters', { status: 0x0117 }, data(1, LAST_COMMAND, command(storeFields('1'.repeat(65)))), data(1, LAST_DATA, sample.bytes)),
    afterAssociate('another class than the context', { status: 0x0122 }, data(1, LAST_COMMAND, command(storeFields('1.2.3', '1.2.840.10008.5.1.4.1.1.4'))), data(1, LAST_DATA, sample.bytes)),
    afterAssociate('release in the middle of an object', 'abort', store, data(1, 0, sample.bytes.subarray(0, 100)), rawPdu(PDU.releaseRq, Buffer.alloc(4))),
    afterAssociate('abort in the middle of an object', 'cut', store, data(1, 0, sample.bytes.subarray(0, 100)), rawPdu(PDU.abort, Buffer.alloc(4))),
    afterAssociate('release collision', 'release', Buffer.concat([rawPdu(PDU.releaseRq, Buffer.alloc(4)), rawPdu(PDU.releaseRq, Buffer.alloc(4))])),
    afterAssociate('a release reply nobody asked for', 'abort', rawPdu(PDU.releaseRp, Buffer.alloc(4))),
    afterAssociate('data after the release', 'release', Buffer.concat([rawPdu(PDU.releaseRq, Buffer.alloc(4)), data(3, LAST_COMMAND, command(echoFields(1)))])),
    after([{ write: withUserIdentity(rq, 60_000) }, { untilPdus: 1 }], '60 kB of user identity', { status: 0 }, [data(3, LAST_COMMAND, command(echoFields(1)))]),
    afterAssociate('17 requests without waiting', 'abort', ...Array.from({ length: 17 }, (_, i) => slowStore(i + 1, sample.bytes))),
  ];
}

function data(contextId: number, control: number, bytes: Buffer): Buffer {
  return rawPdu(PDU.data, rawPdv(contextId, control, bytes));
}

function command(fields: readonly CommandField[]): Buffer {
  return writeCommand(fields);
}

function echoFields(messageId: number, field: number = COMMAND.echoRq): CommandField[] {
  return [
    [ELEMENT.affectedSopClass, VERIFICATION],
    [ELEMENT.commandField, field],
    [ELEMENT.messageId, messageId],
    [ELEMENT.dataSetType, NO_DATA_SET],
  ];
}

function storeFields(sopInstanceUid: string, sopClassUid = CT_IMAGE_STORAGE, messageId = 1): CommandField[] {
  return [
    [ELEMENT.affectedSopClass, sopClassUid],
    [ELEMENT.commandField, COMMAND.storeRq],
    [ELEMENT.messageId, messageId],
    [ELEMENT.priority, 0],
    [ELEMENT.dataSetType, WITH_DATA_SET],
    [ELEMENT.affectedSopInstance, sopInstanceUid],
  ];
}

function slowStore(messageId: number, bytes: Buffer): Buffer {
  return Buffer.concat([data(1, LAST_COMMAND, command(storeFields(`1.2.${messageId}`, CT_IMAGE_STORAGE, messageId))), data(1, LAST_DATA, bytes)]);
}

function cancels(count: number): Buffer {
  const one = data(
    3,
    LAST_COMMAND,
    command([
      [ELEMENT.commandField, COMMAND.cancelRq],
      [ELEMENT.respondedTo, 9],
      [ELEMENT.dataSetType, NO_DATA_SET],
    ]),
  );
  return Buffer.concat(Array.from({ length: count }, () => one));
}

function emptyValues(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => data(3, 1, Buffer.alloc(0))));
}

function manyContexts(count: number): ProposedContext[] {
  return Array.from({ length: count }, (_, i) => ({ ...CT, id: (i * 2 + 1) & 0xff, abstractSyntax: `1.2.3.${i}` }));
}

function syntaxes(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `1.2.840.10008.1.2.4.${i}`);
}

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

function replaced(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
}

/** Adds a user identity sub-item (PS3.7 D.3.3.7) to the user information, which is the last item. */
function withUserIdentity(rq: Buffer, size: number): Buffer {
  const identity = Buffer.alloc(4 + size);
  identity[0] = 0x58;
  identity.writeUInt16BE(size, 2);
  const userAt = rq.lastIndexOf(Buffer.from([0x50, 0x00]));
  const grown = Buffer.concat([rq, identity]);
  grown.writeUInt16BE(grown.readUInt16BE(userAt + 2) + identity.length, userAt + 2);
  grown.writeUInt32BE(grown.length - 6, 2);
  return grown;
}
