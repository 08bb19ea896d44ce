import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { BlastList, CandidateView, InboundDetail, MatchDetail, PatientHit } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { newCommandKey, once } from '../core/api/command';

@Injectable({ providedIn: 'root' })
export class MatchApi {
  private readonly http = inject(HttpClient);

  ofExam(examId: string): Promise<MatchDetail> {
    return firstValueFrom(this.http.get<MatchDetail>(`/api/v1/exams/${examId}/match`));
  }

  exam(examId: string): Promise<InboundDetail> {
    return firstValueFrom(this.http.get<InboundDetail>(`/api/v1/inbound/${examId}`));
  }

  /** The side-by-side with a patient who is not among the candidates. */
  compare(matchId: string, patientId: string): Promise<CandidateView> {
    return firstValueFrom(this.http.get<CandidateView>(`/api/v1/matches/${matchId}/compare/${patientId}`));
  }

  search(q: string, examId: string): Promise<readonly PatientHit[]> {
    return firstValueFrom(this.http.post<readonly PatientHit[]>('/api/v1/patients/search', { q, examId }));
  }

  blastList(matchId: string): Promise<BlastList> {
    return firstValueFrom(this.http.get<BlastList>(`/api/v1/matches/${matchId}/blast-list`));
  }

  /** `accept`, `dismiss`, `override`...: answers with the side-by-side as it is afterwards. */
  command(matchId: string, move: string, body: object, key = newCommandKey()): Promise<MatchDetail> {
    return firstValueFrom(this.http.post<MatchDetail>(`/api/v1/matches/${matchId}/${move}`, body, once(key)));
  }
}
