import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { NoticePage } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';

const URL = '/api/v1/notices';

/** One's own notices, and the two things one may say to them. */
@Injectable({ providedIn: 'root' })
export class NoticesApi {
  private readonly http = inject(HttpClient);

  mine(): Promise<NoticePage> {
    return firstValueFrom(this.http.get<NoticePage>(URL));
  }

  see(id: string): Promise<void> {
    return firstValueFrom(this.http.post<void>(`${URL}/${id}/see`, {}));
  }

  acknowledge(id: string): Promise<void> {
    return firstValueFrom(this.http.post<void>(`${URL}/${id}/acknowledge`, {}));
  }
}
