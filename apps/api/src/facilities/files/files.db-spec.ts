import { SaveContact, FacilityFields, type ImportReport } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/http/caller';
import { callerOf } from '../../testing/caller';
import { bench, type Bench, type SpecPerson } from '../../testing/harness';
import { FacilityContacts } from '../contacts';
import { FacilityDirectory } from '../directory';
import { FacilityDetails } from '../facility.detail';
import { FacilityList } from '../facility.list';
import { Programme } from '../programme';
import { DirectoryFiles } from './take';

let b: Bench;
let files: DirectoryFiles;
let directory: FacilityDirectory;
let details: FacilityDetails;
let theo: SpecPerson;
let ou: Caller;
const HEAD = 'name,kind,tier,volume,discPercent,contacts';

beforeAll(async () => {
  b = await bench();
  const list = new FacilityList(b.acts, b.settings);
  details = new FacilityDetails(b.acts, list, b.settings);
  files = new DirectoryFiles(b.acts, list, details, b.settings);
  directory = new FacilityDirectory(b.acts);
});
afterAll(() => b.close());
beforeEach(async () => {
  theo = await b.person('ou', { facilities: [b.host] });
  await again();
});
const again = async (): Promise<Caller> => (ou = await callerOf(b, theo));
const take = (text: string, dryRun = false, form: 'csv' | 'mcsd' = 'csv'): Promise<ImportReport> => files.take(ou, { form, text, dryRun });
const names = async (like: string): Promise<string[]> => (await b.acts.read<{ name: string }>('select name from facility where name like $1 order by name', [like])).map((r) => r.name);

describe('a list of partners as CSV', () => {
  it('is tried without taking anything, then taken whole: new ones are prospects of whoever brought them', async () => {
    const text = `${HEAD}\nAlpha Clinic,clinic,regular,120,31.5,clinical; Dr. A. Moss; Head; +1 555 0101; | it; J. Poe; ; ; it@alpha.example\nAlpha Imaging,imaging-centre,,,,\n`;
    expect(await take(text, true)).toMatchObject({ dryRun: true, taken: 0, lines: [{ line: 2, name: 'Alpha Clinic', does: 'new', faults: [] }, { line: 3, does: 'new' }] });
    expect(await names('Alpha%')).toEqual([]);
    expect(await take(text)).toMatchObject({ taken: 2 });
    await again();
    const [row] = await b.acts.read<{ id: string }>(`select id from facility where name = 'Alpha Clinic'`);
    expect(await details.detail(row?.id ?? '', ou)).toMatchObject({ state: 'prospect', tier: 'regular', volume: 120, discPermille: 315, owner: { id: ou.id }, contacts: [{ kind: 'clinical', name: 'Dr. A. Moss' }, { kind: 'it', email: 'it@alpha.example' }] });
    expect(await take(text)).toMatchObject({ taken: 0, lines: [{ does: 'same' }, { does: 'same' }] });
  });

  it('with formulas, wrong values and repeated names is refused line by line, and none of it is taken', async () => {
    const report = await take(`${HEAD}\nBeta One,clinic,regular,10,,\n"=HYPERLINK(""http://x.example"";""Beta Two"")",clinic,,,,\nBeta Three,castle,regular,-4,,\nBeta Four,clinic,,many,,it; @SUM(A1); ; ;\nBeta One,clinic,,,,\n`);
    expect(report).toMatchObject({ taken: 0, lines: [{ does: 'new' }, { line: 3, does: 'wrong' }, { line: 4, does: 'wrong' }, { line: 5, does: 'wrong' }, { line: 6, does: 'wrong', faults: ['name: stands in line 2 already'] }] });
    expect(report.lines[1]?.faults[0]).toMatch(/^name: begins with "=", which a spreadsheet runs as a formula/);
    expect(report.lines[2]?.faults.map((f) => f.split(':')[0])).toEqual(['kind', 'volume']);
    expect(report.lines[3]?.faults).toContain('volume: "many" is not a number');
    expect(await names('Beta%')).toEqual([]);
  });

  it('says which columns it does not know, and that it is no CSV', async () => {
    await expect(take('name,colour\nX,red\n')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('colour') as unknown });
    await expect(take('place\nX\n')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('"name"') as unknown });
    await expect(take('name\n"open\n')).rejects.toMatchObject({ status: 422 });
  });

  it('does not touch a partner of somebody else, and leaves what the file is silent about', async () => {
    await b.facility('Gamma Foreign');
    expect(await take('name,kind\nGamma Foreign,clinic\n')).toMatchObject({ taken: 0, lines: [{ does: 'wrong', faults: ['It is in the directory already, and you do not work with it.'] }] });
    const id = await directory.add(ou, FacilityFields.parse({ name: 'Gamma Own', kind: 'hospital', volume: 70, place: 'Hilltown' }));
    await again();
    expect(await take('name;tier\ngamma own;strategic\n')).toMatchObject({ lines: [{ does: 'changed' }] });
    expect(await details.detail(id, ou)).toMatchObject({ name: 'gamma own', tier: 'strategic', volume: 70, place: 'Hilltown', kind: 'hospital' });
  });

  it('goes out so that no spreadsheet runs anything, and comes back as it was', async () => {
    const id = await directory.add(ou, FacilityFields.parse({ name: '=cmd|calc', kind: 'clinic', place: '@evil', purposes: ['treatment'], volume: 5, departments: [{ name: 'Neurology' }], products: [{ vendor: 'Imagon', name: 'PACS 9', version: '9.1' }], gateways: [{ name: 'EDGE-1', vendor: 'Imagon', site: 'Room B' }] }));
    await again();
    await new FacilityContacts(b.acts).save(ou, id, null, SaveContact.parse({ kind: 'it', name: 'J. Poe', phone: '+1 555 0199' }));
    const text = await files.give(ou, 'csv');
    const line = text.split('\n').find((l) => l.includes('cmd')) ?? '';
    expect(line).toMatch(/^'=cmd\|calc,clinic,unknown,'@evil,/);
    expect(await take(text)).toMatchObject({ lines: [{ name: '=cmd|calc', does: 'same' }] });
  });
});

describe('a directory as an mCSD bundle', () => {
  const bundle = (more: object[] = [], title = 'DELTAPACS'): string => JSON.stringify({
    resourceType: 'Bundle', type: 'collection',
    entry: [
      { resource: { resourceType: 'Organization', id: 'net', name: 'CareShare East', identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.2.840.99' }] } },
      { resource: { resourceType: 'Organization', id: 'd1', name: 'Delta General', active: true, identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.2.840.100' }], contact: [{ name: { text: 'Imaging IT' }, telecom: [{ system: 'phone', value: '+1 555 0177' }] }] } },
      { resource: { resourceType: 'Location', id: 'l1', name: 'Delta General', address: { text: 'Delta, NC' }, managingOrganization: { reference: 'Organization/d1' } } },
      { resource: { resourceType: 'OrganizationAffiliation', id: 'a1', active: true, organization: { reference: 'Organization/net' }, participatingOrganization: { reference: 'Organization/d1' } } },
      { resource: { resourceType: 'Endpoint', id: 'e1', status: 'active', name: 'PACS', connectionType: { code: 'dimse' }, managingOrganization: { reference: 'Organization/d1' }, payloadType: [{ text: 'images' }], address: `dicom://pacs.delta.example:11112/${title}` } },
      ...more.map((resource) => ({ resource })),
    ],
  });

  it('brings organisations, places, memberships and untested connections, and goes out the same', async () => {
    expect(await take(bundle(), false, 'mcsd')).toMatchObject({ taken: 1, lines: [{ name: 'Delta General', does: 'new' }] });
    await again();
    const [row] = await b.acts.read<{ id: string }>(`select id from facility where name = 'Delta General'`);
    expect(await details.detail(row?.id ?? '', ou)).toMatchObject({ place: 'Delta, NC', oid: '1.2.840.100', networks: [{ name: 'CareShare East', oid: '1.2.840.99' }], contacts: [{ kind: 'administrative', name: 'Imaging IT' }], endpoints: [{ label: 'PACS', kind: 'dimse', direction: 'out', health: 'untested' }] });
    const out = JSON.parse(await files.give(ou, 'mcsd')) as { entry: { resource: { resourceType: string; name?: string; address?: unknown } }[] };
    expect([...new Set(out.entry.map((e) => e.resource.resourceType))].sort()).toEqual(['Endpoint', 'Location', 'Organization', 'OrganizationAffiliation']);
    expect(out.entry.find((e) => e.resource.resourceType === 'Endpoint')?.resource.address).toBe('dicom://pacs.delta.example:11112/DELTAPACS');
    expect(await take(JSON.stringify(out), true, 'mcsd')).toMatchObject({ lines: [{ name: 'Delta General', does: 'same' }] });
  });

  it('carries gateways as devices with the connections behind them, in and out', async () => {
    const organisation = { resourceType: 'Organization', id: 'g1', name: 'Gate General' };
    const device = { resourceType: 'Device', id: 'box', deviceName: [{ name: 'EDGE-7', type: 'user-friendly-name' }], manufacturer: 'Imagon', modelNumber: 'Router', version: [{ value: '4.2' }], owner: { reference: 'Organization/g1' }, location: { display: 'Room B' }, contact: [{ system: 'other', value: 'Imagon service' }] };
    const endpoint = (n: number) => ({ resourceType: 'Endpoint', id: `ge${n}`, status: 'active', name: `Line ${n}`, managingOrganization: { reference: 'Organization/g1' }, address: `dicom://pacs${n}.gate.example:104/GATE${n}`, extension: [{ url: 'urn:causeway:gateway', valueReference: { reference: 'Device/box' } }] });
    const text = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [organisation, device, endpoint(1), endpoint(2)].map((resource) => ({ resource })) });
    expect(await take(text, false, 'mcsd')).toMatchObject({ taken: 1 });
    await again();
    const [row] = await b.acts.read<{ id: string }>(`select id from facility where name = 'Gate General'`);
    expect((await details.detail(row?.id ?? '', ou)).gateways).toMatchObject([{ name: 'EDGE-7', vendor: 'Imagon', product: 'Router', version: '4.2', site: 'Room B', keeper: 'Imagon service', connections: [{ label: 'Line 1' }, { label: 'Line 2' }] }]);
    const out = await files.give(ou, 'mcsd');
    expect(JSON.parse(out)).toMatchObject({ entry: expect.arrayContaining([expect.objectContaining({ resource: expect.objectContaining({ resourceType: 'Device', manufacturer: 'Imagon', version: [{ value: '4.2' }] }) as unknown })]) as unknown });
    const lines = (await take(out, true, 'mcsd')).lines;
    expect(lines.find((l) => l.name === 'Gate General')).toMatchObject({ does: 'same', faults: [] });
    // a connection known before is moved behind the gateway the file names
    await b.acts.read('update endpoint set gateway_id = null where facility_id = $1', [row?.id]);
    expect((await take(out, true, 'mcsd')).lines.find((l) => l.name === 'Gate General')).toMatchObject({ does: 'changed' });
  });

  it('with an AE title another site has is refused with both names', async () => {
    const epsilon = { resourceType: 'Organization', id: 'e2', name: 'Epsilon General' };
    const its = { resourceType: 'Endpoint', id: 'x2', name: 'PACS', managingOrganization: { reference: 'Organization/e2' }, address: 'dicom://pacs.epsilon.example:104/DELTAPACS' };
    const report = await take(bundle([epsilon, its]), false, 'mcsd');
    const line = report.lines.find((l) => l.name === 'Epsilon General');
    expect(line).toMatchObject({ does: 'wrong' });
    expect(line?.faults[0]).toMatch(/The AE title DELTAPACS belongs to Delta General .* so Epsilon General cannot have it too/);
    expect(await names('Epsilon%')).toEqual([]);
  });

  it('that is none is refused with what was expected', async () => {
    await expect(take('{"resourceType":"Patient"}', true, 'mcsd')).rejects.toMatchObject({ status: 422 });
    await expect(take('nonsense', true, 'mcsd')).rejects.toMatchObject({ status: 422 });
  });
});

describe('the programme', () => {
  it('keeps who got which material once, and what vendors promised, kept and missed', async () => {
    const programme = new Programme(b.acts);
    const id = await directory.add(ou, FacilityFields.parse({ name: 'Zeta Clinic', kind: 'clinic', products: [{ vendor: 'Imagon', name: 'PACS 9' }] }));
    await again();
    await programme.newCampaign(ou, { name: 'Discs are the past', kind: 'campaign', material: 'Flyer', endsOn: null });
    const [c] = await programme.campaigns(ou);
    await programme.give(ou, c?.id ?? '', { facilityId: id, contactId: null, how: 'visit' });
    await expect(programme.give(ou, c?.id ?? '', { facilityId: id, contactId: null, how: 'mail' })).rejects.toMatchObject({ code: 'given-already' });
    expect((await programme.campaigns(ou))[0]).toMatchObject({ given: [{ facility: 'Zeta Clinic', how: 'visit' }] });
    expect((await programme.campaigns(await callerOf(b, await b.person('ou'))))[0]).toMatchObject({ given: [] });
    const [product] = (await details.detail(id, ou)).products;
    await programme.commit(ou, id, product?.id ?? '', { standard: 'DICOMweb STOW-RS', dueOn: '2020-06-30', source: 'Letter' });
    const [promised] = (await details.detail(id, ou)).products[0]?.commitments ?? [];
    expect(promised).toMatchObject({ standard: 'DICOMweb STOW-RS', state: 'promised', late: true });
    await programme.settle(ou, id, promised?.id ?? '', 'broken');
    await expect(programme.settle(ou, id, promised?.id ?? '', 'kept')).rejects.toMatchObject({ status: 404 });
    expect((await details.detail(id, ou)).products[0]?.commitments).toMatchObject([{ state: 'broken', late: false }]);
  });
});
