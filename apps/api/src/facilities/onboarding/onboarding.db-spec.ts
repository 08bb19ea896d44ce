import { SaveAgreement, type OnboardingView, type PartnerConnection } from '@causeway/contracts';
import { anywhere, EgressGuard } from '@causeway/transport-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EndpointMoves } from '../../endpoints/endpoint.moves';
import { Runs } from '../../endpoints/runs';
import { installedTransports } from '../../installed-transports';
import type { Caller } from '../../platform/http/caller';
import { sealer } from '../../platform/outward';
import { callerOf } from '../../testing/caller';
import { bench, type Bench } from '../../testing/harness';
import { drain } from '../../testing/worker';
import { Agreements } from '../agreements';
import { FacilityCertificates } from '../certificates';
import { FacilityDetails } from '../facility.detail';
import { FacilityList } from '../facility.list';
import { PartnerLinks, type OpenLink } from '../links/partner-links';
import { Onboarding } from './onboarding';
import { OnboardingViews } from './onboarding.view';

let b: Bench;
let onboarding: Onboarding;
let guarded: Onboarding;
let views: OnboardingViews;
let details: FacilityDetails;
let agreements: Agreements;
let links: PartnerLinks;
let ou: Caller;
let lakeview: string;
let link: OpenLink;

beforeAll(async () => {
  b = await bench();
  const moves = new EndpointMoves(b.acts, installedTransports, sealer);
  onboarding = new Onboarding(b.acts, moves, anywhere, b.settings);
  guarded = new Onboarding(b.acts, moves, new EgressGuard(), b.settings);
  views = new OnboardingViews(b.acts, new Runs(b.acts, installedTransports, 'Spec'), b.settings);
  details = new FacilityDetails(b.acts, new FacilityList(b.acts, b.settings), b.settings);
  agreements = new Agreements(b.acts);
  links = new PartnerLinks(b.acts, b.settings);
});
afterAll(() => b.close());
beforeEach(async () => {
  lakeview = await b.facility(`Lakeview ${Math.random()}`, { status: 'agreement' });
  ou = await callerOf(b, await b.person('ou', { facilities: [b.host, lakeview] }));
  await b.acts.read('update facility set owner_id = $2 where id = $1', [lakeview, ou.id]);
  link = await open(lakeview, ou);
});

async function open(facility: string, by: Caller): Promise<OpenLink> {
  const { address } = await links.issue(by, facility, { purpose: 'onboarding', endpointId: null, forWhom: 'J. Whitfield', days: 7 });
  return links.resolve(address.split('#')[1], '192.0.2.1', 'onboarding');
}
const see = (of = link): Promise<OnboardingView> => views.view(of, 'exchange.example');
const written = (): Promise<void> => agreements.save(ou, lakeview, null, SaveAgreement.parse({ kind: 'sharing', purposes: ['treatment'], terms: 'Treat them well.', redisclosure: 'ask', beginsOn: '2026-01-01' }));
async function accepted(): Promise<void> {
  await written();
  const [a] = (await see()).agreements;
  await onboarding.accept(link, { agreementId: a?.id ?? '', sha256: a?.sha256 ?? '', name: 'Dr. R. Kaplan', title: 'CMIO', accepted: true });
}
const dimse = (more: Partial<Extract<PartnerConnection, { kind: 'dimse' }>> = {}): PartnerConnection => ({ kind: 'dimse', host: '198.51.100.24', port: 11112, aeTitle: `LK${Math.floor(Math.random() * 1e9)}`, from: [], gateway: null, ...more });

describe('a partner with a link', () => {
  it('reads the agreement and accepts it as it was shown, by name; it is in force from then on', async () => {
    await written();
    const [a] = (await see()).agreements;
    expect(a).toMatchObject({ state: 'draft', terms: 'Treat them well.' });
    const [row] = await b.acts.read<{ id: string; version: number }>('select id, version from agreement where facility_id = $1', [lakeview]);
    await agreements.save(ou, lakeview, row?.id ?? '', { ...SaveAgreement.parse({ kind: 'sharing', terms: 'Other words.', beginsOn: '2026-01-01' }), version: row?.version ?? 0 });
    const body = { agreementId: a?.id ?? '', name: 'Dr. R. Kaplan', title: 'CMIO', accepted: true as const };
    await expect(onboarding.accept(link, { ...body, sha256: a?.sha256 ?? '' })).rejects.toMatchObject({ status: 412 });
    const [again] = (await see()).agreements;
    await onboarding.accept(link, { ...body, sha256: again?.sha256 ?? '' });
    expect(await see()).toMatchObject({ done: { agreement: true }, agreements: [{ state: 'in-force', signedName: 'Dr. R. Kaplan' }] });
    expect(await details.detail(lakeview, ou)).toMatchObject({ agreements: [{ byLink: true, signedTitle: 'CMIO' }], lacking: [] });
    await expect(onboarding.accept(link, { ...body, sha256: again?.sha256 ?? '' })).rejects.toMatchObject({ code: 'signed' });
  });

  it('says behind which gateway its connections stand, and names it again for the next', async () => {
    await accepted();
    const gateway = { name: 'EDGE-1', vendor: 'Imagon', product: 'Router', version: '4.2', site: 'Room B', keeper: 'Imagon service' };
    await onboarding.connection(link, dimse({ gateway }));
    await onboarding.connection(link, dimse({ gateway: { ...gateway, version: '4.3' } }));
    const now = await see();
    expect(now.gateways).toMatchObject([{ name: 'EDGE-1', version: '4.3', connections: [{ state: 'untested' }, { state: 'untested' }] }]);
    expect(now.connections.map((c) => c.gateway)).toEqual(['EDGE-1', 'EDGE-1']);
  });

  it('names its people, and takes back only those it named', async () => {
    await b.acts.read(`insert into facility_contact (id, facility_id, kind, name, phone) values (gen_random_uuid(), $1, 'it', 'Entered here', '1')`, [lakeview]);
    await onboarding.contact(link, { kind: 'after-hours', name: 'Night desk', title: '', phone: '+1 555 0190', email: '' });
    await expect(onboarding.contact(link, { kind: 'it', name: 'Nobody', title: '', phone: '', email: '' })).rejects.toMatchObject({ status: 422, code: 'reach' });
    const { contacts } = await see();
    expect(contacts.map((c) => [c.name, c.byLink])).toEqual([['Entered here', false], ['Night desk', true]]);
    await onboarding.dropContact(link, contacts[1]?.id ?? '');
    await expect(onboarding.dropContact(link, contacts[0]?.id ?? '')).rejects.toMatchObject({ status: 404 });
    expect(await details.detail(lakeview, ou)).toMatchObject({ contacts: [{ name: 'Entered here' }], steps: { contacts: { by: expect.stringContaining('J. Whitfield') as unknown } } });
  });

  it('enters its connection once there is an agreement: untested, and it may call us only from the addresses it names', async () => {
    await expect(onboarding.connection(link, dimse())).rejects.toMatchObject({ code: 'agreement-first' });
    await accepted();
    await onboarding.connection(link, dimse({ aeTitle: 'LAKEVIEW_PACS' }));
    await onboarding.connection(link, dimse({ aeTitle: 'LAKEVIEW_PACS' }));
    await onboarding.connection(link, dimse({ aeTitle: 'LKV_SEND', from: ['198.51.100.0/24'] }));
    await onboarding.connection(link, { kind: 'dicomweb', url: 'https://pacs.lakeview.example/dicom-web', gateway: null });
    expect((await see()).connections.map((c) => [c.label, c.direction, c.state, c.address])).toEqual([
      ['PACS LAKEVIEW_PACS', 'out', 'untested', 'LAKEVIEW_PACS at 198.51.100.24:11112'], ['PACS LKV_SEND', 'both', 'untested', 'LKV_SEND at 198.51.100.24:11112'], ['DICOMweb', 'out', 'untested', 'https://pacs.lakeview.example/dicom-web'],
    ]);
    await expect(onboarding.connection(link, dimse({ from: ['everywhere'] }))).rejects.toMatchObject({ status: 422, code: 'from' });
    await b.acts.read('delete from endpoint where facility_id = $1', [lakeview]);
  });

  it('with an AE title of another site is told to take its own, without that site’s name; our people read both', async () => {
    await accepted();
    const other = await b.facility(`Harbor ${Math.random()}`);
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling) values (gen_random_uuid(), $1, 'dimse', 'in', 'images', 'Images', '{}', 'SHARED_AE')`, [other]);
    const refused = await onboarding.connection(link, dimse({ aeTitle: 'SHARED_AE' })).catch((e: unknown) => e as { status: number; code: string; detail: string });
    expect(refused).toMatchObject({ status: 409, code: 'same-title' });
    expect((refused as { detail: string }).detail).not.toContain('Harbor');
    const seen = await details.detail(lakeview, ou);
    expect(seen.activities[0]?.words).toMatch(/SHARED_AE belongs to Harbor .* so Lakeview/);
    expect(seen.endpoints).toEqual([]);
  });

  it('cannot make us call inside: each address is refused before anything is kept', async () => {
    await accepted();
    for (const host of ['127.0.0.1', '10.0.0.5', '169.254.169.254', '192.168.1.1', '0.0.0.0', '::1', 'fd00::1', 'localhost', '2130706433', '0x7f.1']) {
      await expect(guarded.connection(link, dimse({ host })), host).rejects.toMatchObject({ status: 422, code: 'address' });
    }
    for (const url of ['http://127.0.0.1:5432/', 'http://[::1]/', 'https://169.254.169.254/latest/meta-data', 'http://[::ffff:10.0.0.1]/', 'http://2130706433/']) {
      await expect(guarded.connection(link, { kind: 'dicomweb', url, gateway: null }), url).rejects.toMatchObject({ status: 422, code: 'address' });
    }
    expect((await see()).connections).toEqual([]);
  });

  it('sends its certificate and never a private key; that of another site is refused', async () => {
    const [mine, key] = [CERTIFICATE, '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'];
    await expect(onboarding.certificate(link, key)).rejects.toMatchObject({ detail: expect.stringContaining('private key') as unknown });
    await expect(onboarding.certificate(link, 'hello')).rejects.toMatchObject({ status: 422 });
    await onboarding.certificate(link, mine);
    expect((await see()).certificates).toMatchObject([{ subject: expect.stringContaining('lakeview') as unknown }]);
    const other = await b.facility(`Other ${Math.random()}`, { status: 'agreement' });
    const theirs = await open(other, await callerOf(b, await b.person('ou', { facilities: [other] })));
    await expect(onboarding.certificate(theirs, mine)).rejects.toMatchObject({ code: 'certificate-of-another' });
    await b.acts.read('delete from facility_certificate');
  });

  it('has its certificate trusted only once somebody here heard its fingerprint, and the page says how far it is', async () => {
    await onboarding.certificate(link, CERTIFICATE);
    const pa = await callerOf(b, await b.person('pa', { facilities: [b.host, lakeview] }), true);
    const [shown] = (await details.detail(lakeview, pa)).certificates;
    const certificates = new FacilityCertificates(b.acts);
    const said = { with: 'Jon Ferry', last8: (shown?.fingerprint ?? '').slice(-11) };
    await expect(certificates.trust(ou, lakeview, shown?.id ?? '', said)).rejects.toMatchObject({ status: 403 });
    await expect(certificates.trust(pa, lakeview, shown?.id ?? '', { ...said, last8: '00:00:00:00' })).rejects.toMatchObject({ code: 'fingerprint' });
    expect((await see()).certificates).toMatchObject([{ trusted: false }]);
    await certificates.trust(pa, lakeview, shown?.id ?? '', said);
    expect((await see()).certificates).toMatchObject([{ trusted: true }]);
    expect((await details.detail(lakeview, pa)).certificates).toMatchObject([{ standing: 'trusted', trustedWith: 'Jon Ferry' }]);
    await certificates.withdraw(pa, lakeview, shown?.id ?? '', { reason: 'Their server was replaced' });
    expect((await see()).certificates).toEqual([]);
    await expect(certificates.withdraw(pa, lakeview, shown?.id ?? '', { reason: 'Their server was replaced' })).rejects.toMatchObject({ code: 'withdrawn' });
    await b.acts.read('delete from facility_certificate');
  });

  it('maps its names, asks for the test, says what it saw, and its owner here is told when it is done', async () => {
    await accepted();
    await onboarding.procedures(link, { procedures: [{ name: 'CT HEAD W/O', code: '70450', exams: 9, ours: 'CT head without contrast' }, { name: 'ODD', code: '', exams: 1, ours: null }] });
    await expect(onboarding.roundTrip(link)).rejects.toMatchObject({ code: 'no-connection' });
    await onboarding.connection(link, dimse());
    await onboarding.roundTrip(link);
    const during = await see();
    expect(during).toMatchObject({ done: { procedures: true, connection: true, roundTrip: true }, connections: [{ run: { depth: 'send', endedAt: null } }] });
    await expect(onboarding.roundTrip(link)).rejects.toMatchObject({ status: 429 });
    const before = during.score.points;
    await onboarding.saw(link, 'sent');
    expect((await see()).score.points).toBe(before + 10);
    expect((await see()).vocabulary).toContain('CT head without contrast');
    await onboarding.finish(link);
    await drain(b, { only: ['notice.decide'] });
    expect(await b.acts.read(`select 1 from notice where person_id = $1 and event = 'facility.onboarding-finished'`, [ou.id])).toHaveLength(1);
  });

  it('does nothing for another facility', async () => {
    const other = await b.facility(`Elsewhere ${Math.random()}`, { status: 'agreement' });
    const theirs = await callerOf(b, await b.person('ou', { facilities: [other] }));
    await agreements.save(theirs, other, null, SaveAgreement.parse({ kind: 'sharing', beginsOn: '2026-01-01' }));
    const [a] = (await see(await open(other, theirs))).agreements;
    await expect(onboarding.accept(link, { agreementId: a?.id ?? '', sha256: a?.sha256 ?? '', name: 'X', title: '', accepted: true })).rejects.toMatchObject({ status: 404 });
  });
});

/** Self-signed, for pacs.lakeview.example, a hundred years; its key was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB2DCCAX+gAwIBAgIUNgALa3yV8sQEAzlOCDz9mQ1y7p0wCgYIKoZIzj0EAwIw
QTEeMBwGA1UEAwwVcGFjcy5sYWtldmlldy5leGFtcGxlMR8wHQYDVQQKDBZMYWtl
dmlldyBUcmF1bWEgQ2VudGVyMCAXDTI2MTEzMDA1NTkwMVoYDzIxMjYxMTA2MDU1
OTAxWjBBMR4wHAYDVQQDDBVwYWNzLmxha2V2aWV3LmV4YW1wbGUxHzAdBgNVBAoM
Fkxha2V2aWV3IFRyYXVtYSBDZW50ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AARInq6CHAJz2Cnm5MAeAa+y/PsvLwhPwDVuKqybXji19ED5VaYt4eHrI+rvPxlZ
24WiCeCe9yszz53UPSphwZIVo1MwUTAdBgNVHQ4EFgQUm7MaXS8isdGs1k9HbNUj
tcX699UwHwYDVR0jBBgwFoAUm7MaXS8isdGs1k9HbNUjtcX699UwDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBAEZ7jR7kGO83u8NSr24+EC5QqTzEr
fGqqegnI8nOzKgIgNegrBClHGgaUmCy3WHfdWQns5a/QZO2UxjTicTIWt/8=
-----END CERTIFICATE-----`;
