import { abilities, roles, type AbilityRow } from '@causeway/access';
import { OBJECT_LIMITS, TRANSFER_SYNTAXES } from '@causeway/dicom';
import { DIMSE_LIMITS } from '@causeway/transport-dimse';
import { MLLP_SERVER_LIMITS } from '@causeway/transport-hl7v2';
import { MEDIA_LIMITS } from '@causeway/transport-media';
import { describe, expect, it } from 'vitest';
import { plain, read, tablesHeaded } from './markdown';

const integration = read('docs/handbook/integration.md');
const security = read('docs/handbook/security.md');

function rowsOf(text: string, ...head: readonly string[]): Record<string, string> {
  return Object.fromEntries(tablesHeaded(text, ...head).flatMap((table) => table.rows).map(([key = '', value = '']) => [plain(key), plain(value)]));
}

const numbers = (rows: Record<string, string>): Record<string, number> => Object.fromEntries(Object.entries(rows).map(([key, value]) => [key, Number(value.replaceAll(',', ''))]));

describe('docs/handbook/integration.md', () => {
  it('tells the limits of the DICOM listener as they are', () => {
    const inbound = ['pduBytes', 'pduHardBytes', 'associateBytes', 'commandBytes', 'identifierBytes', 'commitmentBytes', 'contexts', 'syntaxesPerContext', 'emptyFragments', 'outstanding', 'associations', 'associationsPerAddress', 'waitingSockets', 'artimMs', 'idleMs', 'objectMs'] as const;
    expect(numbers(rowsOf(integration, 'Limit of an association', 'Value'))).toEqual(Object.fromEntries(inbound.map((name) => [name, DIMSE_LIMITS[name]])));
  });

  it('tells the limits of one object as they are', () => {
    expect(numbers(rowsOf(integration, 'Limit of an object', 'Value'))).toEqual(OBJECT_LIMITS);
  });

  it('tells the limits of the HL7 listener as they are', () => {
    expect(numbers(rowsOf(integration, 'Limit of an HL7 connection', 'Value'))).toEqual(MLLP_SERVER_LIMITS);
  });

  it('tells the limits of a disc as they are', () => {
    expect(numbers(rowsOf(integration, 'Limit of a disc', 'Value'))).toEqual(MEDIA_LIMITS);
  });

  it('names every transfer syntax that is taken', () => {
    expect(rowsOf(integration, 'Transfer syntax UID', 'Name')).toEqual(Object.fromEntries(TRANSFER_SYNTAXES.map(({ uid, name }) => [uid, name])));
  });
});

describe('docs/handbook/security.md', () => {
  it('tells who holds which ability under which conditions', () => {
    const held = (row: AbilityRow): string => Object.entries(row.grants).map(([role, letters]) => `${role} ${letters}`.trim()).join(', ');
    const wanted = Object.entries(abilities).map(([name, row]) => [name, held(row)]);
    const listed = tablesHeaded(security, 'Ability', 'Allows', 'Held by').flatMap((table) => table.rows).map(([name = '', , by = '']) => [plain(name), plain(by)]);
    expect(listed).toEqual(wanted);
  });

  it('names every role', () => {
    expect(rowsOf(security, 'Role', 'Name')).toEqual({ ...roles });
  });
});
