import path from 'node:path';
import { RenderCache } from '../dicomweb/render/render-cache';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { parseLocation } from '../platform/objects/location';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';

/** The time of a copy is over: its bytes and pictures go, then its rows. May be told twice; one that was asked for again meanwhile stays. */
export async function endCopy(acts: Acts, settings: Settings, id: string): Promise<void> {
  const [copy] = await acts.read<{ exam_id: string; study_uid: string }>(`update prior_copy set state = 'ending' where id = $1 and (state = 'ending' or ends_at <= clock_timestamp()) returning exam_id, study_uid`, [id]);
  if (!copy) return;
  const images = await acts.read<{ sha256: string; location: string; kept: boolean }>(`select encode(p.sha256, 'hex') as sha256, p.location, exists (select 1 from instance i where i.sha256 = p.sha256) as kept from prior_image p where p.copy_id = $1`, [id]);
  const pictures = new RenderCache({ dir: path.join(settings.DATA_DIR, 'cache', 'pictures'), mostBytes: settings.PICTURE_CACHE_BYTES });
  // pictures are kept by digest: those of an exam's own image stay
  for (const image of images) if (!image.kept) await pictures.forget(image.sha256);
  await objectsOf(settings).erase(images.map((image) => parseLocation(image.location)));
  await acts.run(system('priors'), async (act) => {
    await act.query('delete from prior_image where copy_id = $1', [id]);
    await act.query(`delete from prior_copy where id = $1 and state = 'ending'`, [id]);
    act.audit({ action: 'exam.prior-removed', object: { kind: 'exam', id: copy.exam_id }, details: { copy: id, study: copy.study_uid, images: images.length } });
  });
}
