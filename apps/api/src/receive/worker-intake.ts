import type { Acts } from '../platform/acts/acts';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import { GroupCommit } from './group-commit';
import { Intake } from './intake/intake';
import { Quarantine } from './intake/quarantine';
import { Ledger } from './ledger/ledger';

const DATABASE_WAIT_MS = 10_000;

/** The one way in for what a worker brings by itself: a disc, or what was fetched. `lane` is that of the audit; commits of receivers do not wait for it. */
export async function withIntake<T>(acts: Acts, settings: Settings, lane: string, work: (intake: Intake) => Promise<T>): Promise<T> {
  const ledger = new Ledger({ url: settings.DATABASE_URL, lane });
  try {
    await ledger.untilReady(DATABASE_WAIT_MS);
    const objects = objectsOf(settings);
    return await work(new Intake({ objects, group: new GroupCommit(objects, ledger), quarantine: new Quarantine(async () => acts) }));
  } finally {
    await ledger.close();
  }
}
