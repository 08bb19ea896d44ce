import type { OpenCase, RequestForm } from '@causeway/contracts';
import { OpenCase as OpenCaseSchema, RequestForm as RequestFormSchema } from '@causeway/contracts';
import { CaseDetails } from '../cases/case.detail';
import { CaseList } from '../cases/case.list';
import { CaseMoves } from '../cases/case.moves';
import { RequestOutDetails } from '../requests/out.detail';
import { RequestOutList } from '../requests/out.list';
import { RequestOutMoves } from '../requests/out.moves';
import type { Bench } from './harness';

/** The services of cases and requests on a bench. */
export function exchangeOf(b: Bench) {
  const stream = { position: '0' };
  const [cases, requests] = [new CaseList(b.acts, stream), new RequestOutList(b.acts, stream)];
  const requestMoves = new RequestOutMoves(b.acts, b.settings);
  return {
    cases, caseDetails: new CaseDetails(b.acts, cases, b.settings), caseMoves: new CaseMoves(b.acts, b.settings), requests, requestMoves, requestDetails: new RequestOutDetails(b.acts, requests, requestMoves, b.settings),
  };
}

export const caseForm = (more: Partial<OpenCase> = {}): OpenCase =>
  OpenCaseSchema.parse({ useCase: 'U10', patient: { family: 'Person', given: 'Spec', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'OUT-1', issuer: 'OUTSIDE' } }, serviceLine: 'trauma', question: 'Can we keep her here?', ...more });

export const requestForm = (facilityId: string, more: Partial<RequestForm> = {}): RequestForm => RequestFormSchema.parse({
  patient: { family: 'Person', given: 'Spec', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'OUT-1', issuer: 'OUTSIDE' } }, legalBasis: 'treatment', wanted: [{ modality: 'CT', what: 'CT head' }], facilityId, serviceLine: 'trauma', urgency: 'high',
  neededBy: new Date(Date.now() + 3600_000).toISOString(), ...more,
});
