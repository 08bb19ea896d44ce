import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { AddPushBrowser, ChannelsView, NoticePreferencesView, NoticeWhy, PushView, SaveNoticePreferences } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import type * as z from 'zod/mini';

const URL = '/api/v1/notices';
export type Chosen = z.output<typeof SaveNoticePreferences>;

/** How notices reach a person, and whether the ways work. */
@Injectable({ providedIn: 'root' })
export class PreferencesApi {
  private readonly http = inject(HttpClient);

  mine(): Promise<NoticePreferencesView> {
    return firstValueFrom(this.http.get<NoticePreferencesView>(`${URL}/preferences`));
  }
  save(body: Chosen): Promise<NoticePreferencesView> {
    return firstValueFrom(this.http.put<NoticePreferencesView>(`${URL}/preferences`, body));
  }
  test(channel: string): Promise<{ ok: boolean; cause: string | null }> {
    return firstValueFrom(this.http.post<{ ok: boolean; cause: string | null }>(`${URL}/preferences/test/${channel}`, {}));
  }
  push(): Promise<PushView> {
    return firstValueFrom(this.http.get<PushView>(`${URL}/push`));
  }
  addBrowser(body: z.output<typeof AddPushBrowser>): Promise<PushView> {
    return firstValueFrom(this.http.post<PushView>(`${URL}/push`, body));
  }
  removeBrowser(browser: string): Promise<PushView> {
    return firstValueFrom(this.http.post<PushView>(`${URL}/push/remove`, { browser }));
  }
  channels(): Promise<ChannelsView> {
    return firstValueFrom(this.http.get<ChannelsView>(`${URL}/channels`));
  }
  why(id: string): Promise<NoticeWhy> {
    return firstValueFrom(this.http.get<NoticeWhy>(`${URL}/${id}/why`));
  }
}
