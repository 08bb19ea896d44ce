import { makeObject } from '@causeway/dicom/testing';
import { describe, expect, it } from 'vitest';
import type { ObjectWriter } from '../../platform/objects/object-store';
import type { Source } from '../ledger/stored-object';
import { Intake, type IntakePorts } from './intake';

const source: Source = { door: 'dimse', kind: 'sender', id: 'CT1@10.0.0.7', name: 'CT1', endpointId: null, facilityId: null, calling: 'CT1', address: '10.0.0.7', trace: 'association 1' };

describe('an object that arrives while the ledger cannot take it', () => {
  it('is answered as failed without a byte of it being written', async () => {
    let opened = 0;
    const never = (): never => { throw new Error('not to be asked'); };
    const ports: IntakePorts = {
      objects: { full: false, open: (): ObjectWriter => { opened++; return never(); }, sync: never },
      group: { add: never }, quarantine: { keep: never }, ready: () => false,
    };
    const object = makeObject({ edge: 16 });
    const receiving = new Intake(ports).receive({ source, announced: object });
    await receiving.write(object.bytes);
    expect(await receiving.end()).toMatchObject({ kind: 'failed', cause: 'commit' });
    expect(opened).toBe(0);
  });
});
