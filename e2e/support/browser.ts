// The browser of the journeys: Chromium as the machine has it, without what nobody looks at.
import fs from 'node:fs';

const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** The same engine without windows: a fifth less to do for each page. It shows no notifications. */
const QUICK = '/usr/bin/chromium-headless-shell';

/** What Playwright turns off by itself. Of two lists Chromium takes the last alone, so ours has to say it again. */
const PLAYWRIGHTS = [
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch',
];
/** Each window loads pages of Chromium's own for the suggestions of its address field, which cost more processor than most screens of the console. */
const ADDRESS_FIELD = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

const first = (places: readonly string[]): string | undefined => process.env['CHROMIUM'] ?? places.find((file) => fs.existsSync(file));
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
  `--disable-features=${[...PLAYWRIGHTS, ...ADDRESS_FIELD].join(',')}`,
];

export const browser = { executablePath: first([QUICK, ...WHOLE]), args };
/** For what the quick one leaves out. */
export const wholeBrowser = { executablePath: first(WHOLE), args };
