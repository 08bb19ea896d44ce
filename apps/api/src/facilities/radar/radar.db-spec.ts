import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/http/caller';
import type { JobRun } from '../../platform/jobs/job';
import { newId } from '../../platform/ids';
import { callerOf } from '../../testing/caller';
import { bench, type Bench } from '../../testing/harness';
import { RadarJobs } from './radar.jobs';
import { RadarRead } from './radar.read';

let b: Bench;
let jobs: RadarJobs;
let read: RadarRead;
let ou: Caller;
let partner: string;
const look = async (): Promise<void> => expect(jobs.run({ id: '1', kind: 'facility.radar', data: {}, start: 1, signal: new AbortController().signal } satisfies JobRun)).rejects.toMatchObject({ code: 'next-round' });
/** So many exams a day, at all hours, from some days ago until some days ago. */
const came = async (from: number, until: number, perDay: number, door = 'dimse'): Promise<void> => {
  await b.acts.read(
    `insert into exam (id, study_uid, head, door, source_facility_id, first_at) select gen_random_uuid(), '2.25.' || (random() * 1e15)::bigint || d || n, '{}', $5, $1, date_trunc('day', clock_timestamp()) - make_interval(days => d) + make_interval(hours => n * 23 / $4)
     from generate_series($3::int, $2::int) d, generate_series(0, $4 - 1) n`, [partner, from, until, perDay, door]);
};
const open = async (): Promise<string[]> => (await read.view(ou, partner)).alarms.filter((a) => a.state === 'open').map((a) => a.finding.kind);

beforeAll(async () => {
  b = await bench();
  jobs = new RadarJobs(b.acts, b.settings);
  read = new RadarRead(b.acts, b.settings);
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('delete from radar_hour');
  await b.acts.read('delete from radar_alarm');
  await b.acts.read(`update facility set state = 'retired' where not host`);
  partner = await b.facility(`Lakeview ${Math.random()}`);
  await b.acts.read(`update facility set live_at = clock_timestamp() - interval '200 days' where id = $1`, [partner]);
  ou = await callerOf(b, await b.person('ou', { facilities: [b.host, partner] }));
});

describe('the radar', () => {
  it('raises a partner that went quiet once, with whom to call, and ends it when exams come again', async () => {
    await b.acts.read(`insert into facility_contact (id, facility_id, kind, name, phone) values (gen_random_uuid(), $1, 'clinical', 'Dr. Brandt', '1'), (gen_random_uuid(), $1, 'pacs', 'Jon Ferry', '+1 555 0302')`, [partner]);
    await came(90, 4, 6);
    await look();
    await look();
    const { alarms, watched, learning } = await read.view(ou, null);
    expect(alarms).toMatchObject([{ facilityId: partner, state: 'open', mayDismiss: true, finding: { kind: 'quiet', came: 0 }, call: { contact: { name: 'Jon Ferry', kind: 'pacs' }, lastGoodTestAt: null } }]);
    expect(alarms[0]?.weeks).toHaveLength(8);
    expect([watched, learning]).toEqual([1, 0]);
    expect(await b.acts.read(`select 1 as told from job where kind = 'notice.decide' and data->>'event' = 'facility.went-quiet' and data->>'id' = $1`, [partner])).toHaveLength(1);
    await came(3, 0, 6);
    await look();
    expect((await read.view(ou, partner)).alarms).toMatchObject([{ state: 'over' }]);
  });

  it('does not get used to a silence that lasts', async () => {
    await came(140, 64, 6);
    await b.acts.read(`insert into radar_alarm (id, facility_id, kind, finding) values ($1, $2, 'quiet', '{"kind": "quiet", "days": 3, "usual": 18, "came": 0, "weeks": 12, "lastOn": null}')`, [newId(), partner]);
    await look();
    expect(await open()).toEqual(['quiet']);
  });

  it('leaves a new partner alone, and says that its rhythm is being learned', async () => {
    await came(30, 4, 6);
    await look();
    const view = await read.view(ou, partner);
    expect([view.alarms, view.learning]).toEqual([[], 1]);
  });

  it('raises a slide back to discs, and a dismissed alarm stays away for as long as was said, with its reason', async () => {
    await came(120, 28, 4);
    await came(27, 0, 2);
    await came(27, 0, 3, 'disc');
    await look();
    const [alarm] = (await read.view(ou, partner)).alarms;
    expect(alarm?.finding).toMatchObject({ kind: 'slide', disc: 84, wire: 56 });
    const stranger = await callerOf(b, await b.person('ou'));
    await expect(read.dismiss(stranger, alarm?.id ?? '', { reason: 'Their line is rebuilt', days: 20 })).rejects.toMatchObject({ status: 404 });
    await read.dismiss(ou, alarm?.id ?? '', { reason: 'Their line is rebuilt', days: 20 });
    await expect(read.dismiss(ou, alarm?.id ?? '', { reason: 'Their line is rebuilt', days: 20 })).rejects.toMatchObject({ code: 'dismissed' });
    await look();
    expect((await read.view(ou, partner)).alarms).toMatchObject([{ state: 'dismissed', dismissed: { by: ou.actor.name, reason: 'Their line is rebuilt' } }]);
    await b.acts.read(`update radar_alarm set dismissed_until = clock_timestamp() - interval '1 minute'`);
    await look();
    expect(await open()).toEqual(['slide']);
  });

  it('shows a partner’s own people nothing, and lists certificates that are about to end, theirs and ours', async () => {
    const pu = await callerOf(b, await b.person('pu', { facilities: [partner] }));
    await came(90, 4, 6);
    await look();
    expect((await read.view(pu, null)).alarms).toEqual([]);
    await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, certificate_ends_at) values (gen_random_uuid(), $1, 'dimse', 'out', 'images', 'PACS', '{}', clock_timestamp() + interval '10 days'), (gen_random_uuid(), $1, 'dimse', 'out', 'images', 'Later', '{}', clock_timestamp() + interval '100 days')`, [partner]);
    await b.acts.read(`insert into facility_certificate (id, facility_id, pem, subject, issuer, fingerprint, not_before, not_after, by_name, trusted_at) values (gen_random_uuid(), $1, '', 'CN=pacs', 'I', 'F', clock_timestamp(), clock_timestamp() + interval '3 days', 'Spec', clock_timestamp())`, [partner]);
    expect((await read.view(ou, null)).certificates.map((c) => [c.of, c.what])).toEqual([['partner', 'CN=pacs'], ['line', 'PACS']]);
    expect((await read.view(pu, null)).certificates).toEqual([]);
  });
});
