import type { TransferColumns } from './run';

/** States of a request in which something is still awaited. */
export const AWAITED = ['sent', 'acknowledged', 'promised', 'partly-fulfilled', 'declined', 'expired'];

/** A movement that brings a study of a partner here. */
export type FetchColumns = TransferColumns & { direction: 'in'; request_id: string; study_uid: string; asked_by: string; facility_id: string; label: string };
export const FETCH_SQL = 'select t.*, e.kind, e.settings, e.proof, e.facility_id, e.label from transfer t join endpoint e on e.id = t.endpoint_id';
