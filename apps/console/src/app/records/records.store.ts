import type { RequestInRow } from '@causeway/contracts';
import { listStore } from '../exchange/list-store';

export const RequestsInStore = listStore<RequestInRow>({ path: 'requests-in', place: 'records', view: 'open', kinds: ['requestIn'], rail: ['open', 'emergency'] });
