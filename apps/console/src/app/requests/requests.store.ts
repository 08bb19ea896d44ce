import type { RequestOutRow } from '@causeway/contracts';
import { listStore } from '../exchange/list-store';

export const RequestsStore = listStore<RequestOutRow>({ path: 'requests', view: 'open', kinds: ['requestOut'], rail: ['open', 'stat'] });
