import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { ArchivePriors, InboundDetail, InstanceView, PriorCopyView, SeriesView, TagRow } from '@causeway/contracts';
import { firstValueFrom, type Observable } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { copyPath } from './addresses';
import { failureOfStatus, FrameFailure } from './frame-failure';
import type { SeriesPlace } from './viewer-model';

/** Everything the viewer asks the api for. Pixels and documents reject with a `FrameFailure`, lists with an `ApiProblem`. */
@Injectable({ providedIn: 'root' })
export class ViewerApi {
  private readonly http = inject(HttpClient);

  /** Instances of a series in the order of its stack. */
  instances(place: SeriesPlace): Promise<readonly InstanceView[]> {
    return firstValueFrom(this.http.get<InstanceView[]>(`${place.copyId === undefined ? `/api/v1/exams/${place.examId}` : copyPath(place.examId, place.copyId)}/instances`, { params: { series: place.seriesUid } }));
  }

  /** Elements of one instance, decoded, with the localised value where it differs. */
  tags(examId: string, sopUid: string): Promise<readonly TagRow[]> {
    return firstValueFrom(this.http.get<TagRow[]>(`/api/v1/exams/${examId}/instances/${sopUid}/tags`));
  }

  /** Series of another exam of the same person. */
  async seriesOf(examId: string): Promise<readonly SeriesView[]> {
    return (await firstValueFrom(this.http.get<InboundDetail>(`/api/v1/inbound/${examId}`))).series;
  }

  /** What the house's own archive holds of the same person. */
  archivePriors(examId: string): Promise<ArchivePriors> {
    return firstValueFrom(this.http.get<ArchivePriors>(`/api/v1/exams/${examId}/archive-priors`));
  }

  /** Has one of them copied, so that it can be shown here; the same again answers with the same copy. */
  askPrior(examId: string, studyUid: string): Promise<PriorCopyView> {
    return firstValueFrom(this.http.post<PriorCopyView>(`/api/v1/exams/${examId}/archive-priors`, { studyUid }));
  }

  priorCopy(examId: string, copyId: string): Promise<PriorCopyView> {
    return firstValueFrom(this.http.get<PriorCopyView>(copyPath(examId, copyId)));
  }

  /** An instance as stored. */
  bytes(url: string): Promise<ArrayBuffer> {
    return answered(this.http.get(url, { headers: { Accept: 'application/dicom; transfer-syntax=*' }, responseType: 'arraybuffer' }));
  }

  /** A picture the server made. */
  async picture(url: string): Promise<Blob> {
    try {
      return await answered(this.http.get(url, { headers: { Accept: 'image/jpeg' }, responseType: 'blob' }));
    } catch (error) {
      throw error instanceof FrameFailure && /40[06]|415|422/.test(error.detail ?? '') ? new FrameFailure('undecodable', 'the server cannot draw it either') : error;
    }
  }

  document(url: string): Promise<Blob> {
    return answered(this.http.get(url, { headers: { Accept: 'application/pdf' }, responseType: 'blob' }));
  }
}

async function answered<T>(request: Observable<T>): Promise<T> {
  try {
    return await firstValueFrom(request);
  } catch (error) {
    const { status } = problemFrom(error);
    throw status === 0 ? new FrameFailure('offline') : failureOfStatus(status);
  }
}
