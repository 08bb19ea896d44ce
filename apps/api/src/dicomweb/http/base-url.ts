import type { Request } from 'express';
import type { Settings } from '../../platform/settings/settings';
import { Refusal } from '../../platform/acts/refusal';

export const ROOT = 'api/v1/dicomweb';

/** Where this service is for whoever asks: the site's public address, or the one the request came to. */
export function baseUrl(request: Pick<Request, 'headers' | 'protocol'>, settings: Pick<Settings, 'PUBLIC_URL'>): string {
  if (settings.PUBLIC_URL) return `${settings.PUBLIC_URL.replace(/\/+$/, '')}/${ROOT}`;
  const host = request.headers.host ?? '';
  if (!/^[A-Za-z0-9.:[\]_-]{1,255}$/.test(host)) throw new Refusal(400, 'host', 'The host of this request is not a host name.');
  return `${request.protocol}://${host}/${ROOT}`;
}

export const studyUrl = (base: string, study: string): string => `${base}/studies/${study}`;
export const seriesUrl = (base: string, study: string, series: string): string => `${studyUrl(base, study)}/series/${series}`;
export const instanceUrl = (base: string, study: string, series: string, instance: string): string => `${seriesUrl(base, study, series)}/instances/${instance}`;
