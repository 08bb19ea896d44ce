import type { InstalledTransports } from '@causeway/transport-kit';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { system } from '../../platform/acts/actor';
import { newId } from '../../platform/ids';
import { jobKind, Later, type JobHandler, type JobRun } from '../../platform/jobs/job';
import type { Logger } from '../../platform/log';
import type { Settings } from '../../platform/settings/settings';
import { openingOf } from '../../transfers/hours';
import { probeSource, type KnownImage, type SourceLine } from './probe';
import { retrievability } from './retrievability';

export const sourceJobKinds = { 'source.watch': jobKind('slow', 20, 60, 3600), 'source.probe': jobKind('transfer', 3, 300, 3600) } as const;

const WATCH_SECONDS = 900;
/** Each source is asked about once a day. */
const EVERY_HOURS = 20;
const AT_A_TIME = 20;

/** Told at each start of a worker. */
export const wishSourceWatch = (act: Act): void => act.wish({ kind: 'source.watch', key: 'source.watch', data: {}, inSeconds: WATCH_SECONDS });

interface Due { facility_id: string; hours: string | null }
interface Chosen extends SourceLine { exam_id: string; study_uid: string; series_uid: string; sop_uid: string }

/** Asks live partners from time to time for a study they gave us, within their hours and never while their line is away. */
export class SourceJobs implements JobHandler {
  readonly kinds = Object.keys(sourceJobKinds);

  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly settings: Pick<Settings, 'SITE_ZONE'>, private readonly log: Logger) {}

  async run(job: JobRun): Promise<void> {
    if (job.kind === 'source.probe') return this.probe(String(job.data['id']), job.signal);
    await this.acts.run(system('endpoints'), async (act) => {
      const due = await act.query<Due>(
        `select f.id as facility_id, (select e.hours from endpoint e where e.facility_id = f.id and ${ASKABLE} order by ${PREFERRED} limit 1) as hours from facility f where f.state = 'live' and not f.host
           and exists (select 1 from endpoint e where e.facility_id = f.id and ${ASKABLE}) and exists (select 1 from exam x where x.source_facility_id = f.id and ${KNOWN})
           and not exists (select 1 from source_probe p where p.facility_id = f.id and p.at > clock_timestamp() - interval '${EVERY_HOURS} hours')
         order by (select max(p.at) from source_probe p where p.facility_id = f.id) nulls first limit ${AT_A_TIME}`);
      for (const { facility_id, hours } of due) if (openingOf(hours, act.now, this.settings.SITE_ZONE) === null) act.wish({ kind: 'source.probe', key: `source.probe ${facility_id}`, data: { id: facility_id } });
    });
    throw new Later(WATCH_SECONDS, 'next-round');
  }

  private async probe(facilityId: string, signal: AbortSignal): Promise<void> {
    const [chosen] = await this.acts.read<Chosen>(
      `select e.id, e.kind, e.settings, x.id as exam_id, x.study_uid, i.series_uid, i.sop_uid
       from (select * from endpoint e where e.facility_id = $1 and ${ASKABLE} order by ${PREFERRED} limit 1) e,
         (select x.* from exam x where x.source_facility_id = $1 and ${KNOWN} order by (select max(p.at) from source_probe p where p.exam_id = x.id) nulls first, random() limit 1) x,
         lateral (select i.series_uid, i.sop_uid from instance i where i.exam_id = x.id and i.conflict_of is null order by i.bytes limit 1) i`, [facilityId]);
    if (!chosen) return;
    const image: KnownImage = { studyInstanceUid: chosen.study_uid, seriesInstanceUid: chosen.series_uid, sopInstanceUid: chosen.sop_uid };
    const began = performance.now();
    const { outcome, sentence } = await probeSource(this.transports, chosen, image, this.log, signal);
    const ms = Math.round(performance.now() - began);
    await this.acts.run(system('endpoints'), async (act) => {
      const before = await retrievability(act, facilityId);
      await act.query('insert into source_probe (id, facility_id, endpoint_id, exam_id, outcome, sentence, ms) values ($1, $2, $3, $4, $5, $6, $7)', [newId(act.now.getTime()), facilityId, chosen.id, chosen.exam_id, outcome, sentence.slice(0, 1000), ms]);
      const after = await retrievability(act, facilityId);
      act.audit({ action: 'source.probed', object: { kind: 'facility', id: facilityId }, outcome: outcome === 'retrieved' || outcome === 'listed' ? 'done' : 'failed', details: { endpoint: chosen.id, outcome, ms, permille: after.permille } });
      // what retention was told is another number now: exams of this source are looked at again
      if (before.permille !== after.permille) act.emit({ event: 'facility.retrievability-changed', kind: 'facility', id: facilityId, data: { from: before.permille, to: after.permille } });
    });
  }
}

/** A line we may call that fetches: images, known to have worked once, and not away at this moment. */
const ASKABLE = `e.kind in ('dimse', 'dicomweb') and e.direction <> 'in' and e.disabled_at is null and e.state in ('passing', 'degraded', 'failing') and not exists (select 1 from line l where l.endpoint_id = e.id and l.breaker = 'open')`;
const PREFERRED = `array_position(array['passing', 'degraded', 'failing'], e.state), e.made_at`;
/** An exam that came from there as it is. */
const KNOWN = `x.door in ('dimse', 'dicomweb') and x.split_of is null and x.purged_at is null and exists (select 1 from instance i where i.exam_id = x.id)`;
