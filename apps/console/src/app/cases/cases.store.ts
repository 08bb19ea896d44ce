import type { CaseRow } from '@causeway/contracts';
import { listStore } from '../exchange/list-store';

export const CasesStore = listStore<CaseRow>({ path: 'cases', view: 'open', kinds: ['case', 'requestOut'], rail: ['open', 'emergency'] });
