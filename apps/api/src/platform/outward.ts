import { EgressGuard } from '@causeway/transport-kit';
import { Sealer } from './sealing';
import type { Settings } from './settings/settings';

/** Where connections of this process may go. Until `equip` was called they go to public addresses only. */
export const egress = new EgressGuard('CAUSEWAY_EGRESS_ALLOW');
/** Seals and opens secrets of lines. Until `equip` was called it opens nothing. */
export const sealer = new Sealer();

/** Told once at the start of every process that calls partners. */
export function equip(settings: Pick<Settings, 'DATA_DIR' | 'EGRESS_ALLOW'>): void {
  egress.permit(settings.EGRESS_ALLOW);
  sealer.keptIn(settings.DATA_DIR);
}
