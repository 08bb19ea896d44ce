import { expect, it } from 'vitest';
import { EXPLICIT_LE } from '../registry/transfer-syntax';
import { ObjectReader } from './object-reader';

const element = (group: number, number: number, vr: string, value: string): Buffer => {
  const padded = value.length % 2 ? `${value}\0` : value;
  const head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, Buffer.from(padded, 'latin1')]);
};

const REPORT = Buffer.concat([
  element(8, 0x16, 'UI', '1.2.3.4.5'),
  element(8, 0x18, 'UI', '1.2.3.9'),
  element(0x10, 0x10, 'PN', 'DOE^JANE '),
  element(0x10, 0x20, 'LO', '4711'),
  element(0x20, 0xd, 'UI', '1.2.3'),
  element(0x20, 0xe, 'UI', '1.2.3.4'),
]);

it('reads the wanted values of a bare data set whatever the size of the pieces', async () => {
  for (const step of [1, 3, 7, 11, 4096]) {
    const reader = new ObjectReader({ transferSyntaxUid: EXPLICIT_LE });
    for (let i = 0; i < REPORT.length; i += step) await reader.push(REPORT.subarray(i, i + step));
    const result = await reader.finish();
    expect(result.verdict).toEqual({ kind: 'ok' });
    expect(result.values).toEqual({
      sopClassUid: '1.2.3.4.5',
      sopInstanceUid: '1.2.3.9',
      patientName: 'DOE^JANE',
      patientId: '4711',
      studyInstanceUid: '1.2.3',
      seriesInstanceUid: '1.2.3.4',
    });
  }
});
