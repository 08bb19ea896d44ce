import type { Page } from '@playwright/test';

export interface SlowLine {
  /** Seconds the line has been busy with what came so far: what was received at the rate of the line, however busy this machine is. */
  readonly seconds: () => number;
}

/** Puts a window behind a line of so many Mbit/s with the delay of a VPN; nothing is in its cache. */
export async function slowLine(page: Page, megabits: number): Promise<SlowLine> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await session.send('Network.enable');
  const perSecond = (megabits * 1e6) / 8;
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 80, downloadThroughput: perSecond, uploadThroughput: perSecond });
  return { seconds: () => bytes / perSecond };
}
