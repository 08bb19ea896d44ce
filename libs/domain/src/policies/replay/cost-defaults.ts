import type { Costs } from './effort';

interface Source { readonly name: string; readonly value: number; readonly cite: string }

const CMS = 'CMS Physician Fee Schedule, calendar year 2025, work RVU of CPT';
const HOUSE = 'estimate of this product by modality: put your own measured minutes here';

/** Work RVUs by modality in hundredths, each with the code that stands for it. */
const RVU: readonly (readonly [string, number, string])[] = [
  ['CT', 182, `${CMS} 74177 (abdomen and pelvis with contrast)`], ['MR', 148, `${CMS} 70551 (brain without contrast)`], ['CR', 22, `${CMS} 71046 (chest, two views)`], ['DX', 22, `${CMS} 71046 (chest, two views)`],
  ['MG', 100, `${CMS} 77066 (diagnostic mammography, both sides)`], ['US', 81, `${CMS} 76700 (abdomen, complete)`], ['PT', 244, `${CMS} 78815 (PET with CT, skull base to mid-thigh)`],
  ['other', 50, 'estimate of this product: CPT 76140, the consultation on an outside exam, has no work RVU of its own'],
];
const MINUTES: readonly (readonly [string, number])[] = [['CT', 12], ['MR', 20], ['CR', 4], ['DX', 4], ['MG', 6], ['US', 8], ['XA', 15], ['NM', 12], ['PT', 20], ['other', 5]];
const CENTS_PER_RVU = 3235;
const PICKED_PERMILLE = 1000;

/** What a replay reckons with until somebody puts their own numbers in. */
export const costDefaults: Costs = {
  minutes: Object.fromEntries(MINUTES), rvuHundredths: Object.fromEntries(RVU.map(([name, value]) => [name, value])), centsPerRvu: CENTS_PER_RVU, pickedPermille: PICKED_PERMILLE,
};

/** Where each default comes from. */
export const costSources: readonly Source[] = [
  ...MINUTES.map(([name, value]) => ({ name: `minutes.${name}`, value, cite: HOUSE })),
  ...RVU.map(([name, value, cite]) => ({ name: `rvuHundredths.${name}`, value, cite })),
  { name: 'centsPerRvu', value: CENTS_PER_RVU, cite: 'CMS Physician Fee Schedule, calendar year 2025, conversion factor 32.3465 USD' },
  { name: 'pickedPermille', value: PICKED_PERMILLE, cite: 'upper bound: every read that is offered for picking is picked' },
];
