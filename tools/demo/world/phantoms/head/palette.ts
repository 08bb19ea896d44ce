// What each tissue of the head measures: Hounsfield units for CT, arbitrary signal for MR. One anatomy serves all of them.

export interface HeadPalette {
  readonly air: number;
  readonly fat: number;
  readonly muscle: number;
  readonly skin: number;
  readonly cortical: number;
  readonly marrow: number;
  readonly csf: number;
  readonly grey: number;
  readonly deepGrey: number;
  readonly white: number;
  readonly dura: number;
  readonly artery: number;
  readonly clot: number;
  readonly thrombus: number;
  readonly oedema: number;
  readonly infarct: number;
  readonly calcium: number;
  readonly globe: number;
  readonly lens: number;
  readonly mucosa: number;
}

export const ctNative: HeadPalette = {
  air: -1000,
  fat: -95,
  muscle: 55,
  skin: 20,
  cortical: 1350,
  marrow: 520,
  csf: 7,
  grey: 39,
  deepGrey: 40,
  white: 29,
  dura: 52,
  artery: 43,
  clot: 68,
  thrombus: 72,
  oedema: 20,
  infarct: 25,
  calcium: 190,
  globe: 12,
  lens: 80,
  mucosa: 35,
};

/** CT angiography: the same, with arteries full of contrast; a thrombus shows as a gap. */
export const ctArterial: HeadPalette = { ...ctNative, artery: 340, thrombus: 45, grey: 44, deepGrey: 46, dura: 70, mucosa: 80 };

export const mrT2: HeadPalette = {
  air: 4,
  fat: 620,
  muscle: 130,
  skin: 420,
  cortical: 12,
  marrow: 330,
  csf: 980,
  grey: 470,
  deepGrey: 390,
  white: 310,
  dura: 60,
  artery: 20,
  clot: 180,
  thrombus: 160,
  oedema: 720,
  infarct: 690,
  calcium: 120,
  globe: 930,
  lens: 120,
  mucosa: 820,
};

export const mrFlair: HeadPalette = {
  ...mrT2,
  csf: 60,
  grey: 420,
  deepGrey: 380,
  white: 330,
  fat: 560,
  oedema: 760,
  infarct: 740,
  globe: 70,
  mucosa: 640,
  clot: 520,
  thrombus: 500,
};

export const mrT1: HeadPalette = {
  ...mrT2,
  csf: 110,
  grey: 390,
  deepGrey: 430,
  white: 540,
  fat: 860,
  marrow: 560,
  muscle: 300,
  oedema: 300,
  infarct: 310,
  globe: 130,
  mucosa: 380,
  clot: 420,
  skin: 560,
};

/** Diffusion, b 1000: fat suppressed, everything dim but an acute infarct. */
export const mrDwi: HeadPalette = {
  air: 6,
  fat: 20,
  muscle: 70,
  skin: 30,
  cortical: 8,
  marrow: 22,
  csf: 34,
  grey: 255,
  deepGrey: 225,
  white: 235,
  dura: 40,
  artery: 20,
  clot: 90,
  thrombus: 60,
  oedema: 330,
  infarct: 760,
  calcium: 60,
  globe: 40,
  lens: 30,
  mucosa: 90,
};
