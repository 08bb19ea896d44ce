import type { IssueLink } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/http/caller';
import { callerOf } from '../../testing/caller';
import { bench, type Bench } from '../../testing/harness';
import { PartnerLinks } from './partner-links';

let b: Bench;
let links: PartnerLinks;
let partner: string;
let theo: Caller;
const FROM = '192.0.2.7';
const onboarding: IssueLink = { purpose: 'onboarding', endpointId: null, forWhom: 'J. Whitfield', days: 7 };
const tokenOf = (address: string): string => address.split('#')[1] ?? '';

beforeAll(async () => {
  b = await bench({ CAUSEWAY_PUBLIC_URL: 'https://exchange.example/' });
  links = new PartnerLinks(b.acts, b.settings);
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('delete from secret_try');
  partner = await b.facility(`Lakeview ${Math.random()}`, { status: 'agreement' });
  theo = await callerOf(b, await b.person('ou', { facilities: [partner] }));
});

describe('a link for a partner', () => {
  it('opens its own purpose as often as it is looked at, and is kept as a digest only', async () => {
    const issued = await links.issue(theo, partner, onboarding);
    expect(issued.address).toMatch(/^https:\/\/exchange\.example\/partner#[0-9a-f-]{36}\.[\w-]{43}$/);
    for (let i = 0; i < 3; i++) expect(await links.resolve(tokenOf(issued.address), FROM, 'onboarding')).toMatchObject({ facilityId: partner, purpose: 'onboarding', forWhom: 'J. Whitfield', actor: { kind: 'client', id: `partner-link ${issued.id}` } });
    await expect(links.resolve(tokenOf(issued.address), FROM, 'retest')).rejects.toMatchObject({ status: 404 });
    const [, secret = ''] = tokenOf(issued.address).split('.');
    const [kept] = await b.acts.read<{ row: string }>('select l::text as row from partner_link l where id = $1', [issued.id]);
    expect(kept?.row).not.toContain(secret);
    expect(await links.list(theo, partner)).toMatchObject([{ state: 'open', issuedBy: theo.actor.name }]);
    expect((await b.acts.read('select 1 from secret_try where failures > 0')).length).toBe(0);
  });

  it('is locked after ten wrong guesses, however many come at once, and says so to whoever has it', async () => {
    const issued = await links.issue(theo, partner, onboarding);
    const guesses = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => links.resolve(`${issued.id}.guess-${n}`, `198.51.100.${n}`, 'onboarding')));
    const codes = guesses.map((g) => (g.status === 'rejected' ? (g.reason as { code: string }).code : 'opened'));
    expect(codes.filter((c) => c === 'link-unknown')).toHaveLength(9);
    expect(codes.filter((c) => c === 'link-locked')).toHaveLength(51);
    const [row] = await b.acts.read<{ tries: number }>('select tries from partner_link where id = $1', [issued.id]);
    expect(row?.tries).toBe(10);
    await expect(links.resolve(tokenOf(issued.address), FROM, 'onboarding')).rejects.toMatchObject({ status: 410, code: 'link-locked' });
    expect(await links.list(theo, partner)).toMatchObject([{ state: 'locked' }]);
  });

  it('forgets wrong guesses once it was opened rightly, and an address that guesses at links must wait', async () => {
    const issued = await links.issue(theo, partner, onboarding);
    for (let i = 0; i < 9; i++) await links.resolve(`${issued.id}.wrong`, FROM, 'onboarding').catch(() => null);
    await links.resolve(tokenOf(issued.address), FROM, 'onboarding');
    for (let i = 0; i < 9; i++) await links.resolve(`${issued.id}.wrong`, FROM, 'onboarding').catch(() => null);
    expect(await links.resolve(tokenOf(issued.address), FROM, 'onboarding')).toMatchObject({ facilityId: partner });
    for (let i = 0; i < 60; i++) await links.resolve(`${partner}.wrong`, '203.0.113.1', 'onboarding').catch(() => null);
    await expect(links.resolve(tokenOf(issued.address), '203.0.113.1', 'onboarding')).rejects.toMatchObject({ status: 429 });
  });

  it('opens nothing once it is over, taken back, or its partner is retired', async () => {
    const [over, back, retired] = [await links.issue(theo, partner, onboarding), await links.issue(theo, partner, onboarding), await links.issue(theo, partner, onboarding)];
    await b.acts.read(`update partner_link set ends_at = clock_timestamp() - interval '1 second' where id = $1`, [over.id]);
    await expect(links.resolve(tokenOf(over.address), FROM, 'onboarding')).rejects.toMatchObject({ status: 410, code: 'link-over' });
    await links.revoke(theo, partner, back.id);
    await links.revoke(theo, partner, back.id);
    await expect(links.resolve(tokenOf(back.address), FROM, 'onboarding')).rejects.toMatchObject({ status: 410, code: 'link-revoked' });
    await b.acts.read(`update facility set state = 'retired' where id = $1`, [partner]);
    await expect(links.resolve(tokenOf(retired.address), FROM, 'onboarding')).rejects.toMatchObject({ status: 410 });
    await expect(links.issue(theo, partner, onboarding)).rejects.toMatchObject({ status: 409 });
  });

  it('to test a line again names a line of that partner, and is made by those who connect', async () => {
    const line = async (facility: string): Promise<string> => {
      const [row] = await b.acts.read<{ id: string }>(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values (gen_random_uuid(), $1, 'dimse', 'out', 'images', 'Images', '{}') returning id`, [facility]);
      return row?.id ?? '';
    };
    const other = await line(await b.facility(`Other ${Math.random()}`));
    await expect(links.issue(theo, partner, { ...onboarding, purpose: 'retest', endpointId: other })).rejects.toMatchObject({ status: 422 });
    const own = await line(partner);
    const pacs = await callerOf(b, await b.person('pa', { facilities: [partner] }));
    const issued = await links.issue(pacs, partner, { ...onboarding, purpose: 'retest', endpointId: own });
    expect(issued.address).toContain('/retest#');
    expect(await links.resolve(tokenOf(issued.address), FROM, 'retest')).toMatchObject({ endpointId: own });
    await expect(links.issue(pacs, partner, onboarding)).rejects.toMatchObject({ status: 403 });
  });

  it('is neither made nor seen by those who do not work with the partner', async () => {
    const stranger = await callerOf(b, await b.person('ou'));
    const issued = await links.issue(theo, partner, onboarding);
    await expect(links.issue(stranger, partner, onboarding)).rejects.toMatchObject({ status: 404 });
    await expect(links.revoke(stranger, partner, issued.id)).rejects.toMatchObject({ status: 404 });
    await expect(links.list(stranger, partner)).rejects.toMatchObject({ status: 404 });
  });
});
