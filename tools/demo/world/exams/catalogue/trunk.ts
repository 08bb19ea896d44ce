// CT of chest, abdomen and pelvis.
import { pick, whole } from '../../chance/random';
import { type TorsoLesion } from '../../phantoms/torso/build';
import { type SeriesPlan } from '../phantom';
import { agreeing, type MakeStudy, sideWord, type Study, who } from '../study';

const chestStack = { first: 186, step: -2.5, thickness: 2.5 } as const;

function chestSeries(lesions: readonly TorsoLesion[], contrast: boolean, lowDose = false): readonly SeriesPlan[] {
  return [
    { number: 1, description: 'Topogram', modality: 'CT', images: 1, phantom: { kind: 'topogram', of: 'chest' } },
    {
      number: 2,
      description: lowDose ? 'LDCT soft 2.5 mm' : 'Chest soft 2.5 mm',
      modality: 'CT',
      images: 104,
      protocol: lowDose ? 'LUNG_SCREEN' : 'CHEST',
      phantom: { kind: 'trunk', lesions, contrast, kernel: 'soft', stack: chestStack, lowDose },
    },
    {
      number: 3,
      description: 'Lung 2.5 mm',
      modality: 'CT',
      images: 107,
      protocol: lowDose ? 'LUNG_SCREEN' : 'CHEST',
      phantom: { kind: 'trunk', lesions, contrast, kernel: 'lung', stack: chestStack, lowDose },
    },
  ];
}

const chest = (own: Pick<Study, 'series' | 'sections' | 'reads'> & Partial<Study>): Study => ({
  procedure: 'ct-chest',
  description: 'CT Chest',
  modalities: ['CT'],
  bodyPart: 'CHEST',
  region: ['51185008', 'Chest'],
  subspecialty: 'chest',
  serviceLine: 'oncology',
  ...own,
});

const nodule: MakeStudy = (context) => {
  const lesion = {
    kind: 'nodule',
    side: pick(context.rnd, ['R', 'L'] as const),
    zone: pick(context.rnd, ['upper', 'middle', 'lower'] as const),
    diameter: whole(context.rnd, 9, 26),
  } as const;
  const place = `${sideWord(lesion.side)} ${lesion.zone} lung zone`;
  const found = `Spiculated nodule of ${lesion.diameter} mm in the ${place}. No mediastinal or hilar lymphadenopathy. No effusion. Visible upper abdomen unremarkable.`;
  return chest({
    series: chestSeries([lesion], true),
    description: 'CT Chest w contrast',
    sections: {
      question: `${who(context)}, smoker, opacity on radiograph.`,
      technique: 'CT chest with intravenous contrast, 2.5 mm.',
      comparison: 'Radiograph of the week before.',
      findings: found,
      impression: [`Spiculated ${lesion.diameter} mm nodule, ${place}, suspicious for primary lung cancer.`],
    },
    reads: {
      agree: agreeing(
        found,
        `1. Spiculated ${lesion.diameter} mm nodule in the ${place}, suspicious for malignancy.`,
        'PET/CT and tissue.',
      ),
      minor: {
        findings: `Spiculated nodule of ${lesion.diameter + 2} mm in the ${place} on the lung kernel. No adenopathy.`,
        impression: `1. Spiculated nodule, ${lesion.diameter + 2} mm on the lung kernel (outside ${lesion.diameter} mm).`,
        recommendation: 'PET/CT and tissue.',
      },
      major: {
        findings: `${found} A second solid nodule of 6 mm in the same lobe, not described outside.`,
        impression: '1. Suspicious nodule as reported.\n2. Second 6 mm nodule in the same lobe: would change the stage.',
        recommendation: 'PET/CT; discuss at tumor board.',
      },
    },
  });
};

const lowDose: MakeStudy = (context) =>
  chest({
    series: chestSeries([], false, true),
    description: 'CT Chest, low dose',
    sections: {
      question: `${who(context)}, lung cancer screening, 34 pack years.`,
      technique: 'Low-dose CT without contrast.',
      comparison: 'None.',
      findings: 'No suspicious nodule. Mild centrilobular emphysema in the upper zones. No lymphadenopathy. Heart size normal.',
      impression: ['Lung-RADS 1. Continue annual screening.'],
    },
    reads: { agree: agreeing('No suspicious nodule. Mild emphysema.', '1. Lung-RADS 1.', 'Annual screening.') },
  });

const effusion: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const lesion = { kind: 'effusion', side, depth: whole(context.rnd, 24, 48) } as const;
  const found = `Moderate ${sideWord(side)} pleural effusion, ${lesion.depth} mm deep, simple fluid density, with compressive atelectasis. No pulmonary embolus on this routine phase. No lymphadenopathy.`;
  return chest({
    series: chestSeries([lesion], true),
    description: 'CT Chest w contrast',
    serviceLine: 'general',
    sections: {
      question: `${who(context)}, dyspnea for two weeks.`,
      technique: 'CT chest with intravenous contrast, 2.5 mm.',
      comparison: 'None.',
      findings: found,
      impression: [`Moderate ${sideWord(side)} pleural effusion.`],
    },
    reads: {
      agree: agreeing(found, `1. Moderate ${sideWord(side)} pleural effusion, ${lesion.depth} mm.`, 'Diagnostic tap.'),
      minor: {
        findings: `${found} Smooth pleural thickening of 3 mm at the base.`,
        impression: `1. Moderate ${sideWord(side)} effusion with slight pleural thickening.`,
        recommendation: 'Diagnostic tap with cytology.',
      },
    },
  });
};

const pneumothorax: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const lesion = { kind: 'pneumothorax', side, depth: whole(context.rnd, 18, 34) } as const;
  const found = `${side === 'R' ? 'Right' : 'Left'} pneumothorax, ${lesion.depth} mm anteriorly. No mediastinal shift. No rib fracture. No effusion.`;
  return chest({
    series: chestSeries([lesion], false),
    description: 'CT Chest w/o contrast',
    serviceLine: 'trauma',
    sections: {
      question: `${who(context)}, fall from ladder, chest pain.`,
      technique: 'CT chest without contrast.',
      comparison: 'None.',
      findings: found,
      impression: [`${side === 'R' ? 'Right' : 'Left'} pneumothorax.`],
    },
    reads: {
      agree: agreeing(found, `1. ${side === 'R' ? 'Right' : 'Left'} pneumothorax, ${lesion.depth} mm.`, 'Surgical review for a drain.'),
      major: {
        findings: `${found.replace('No rib fracture', 'Hairline fracture of the fifth rib')}`,
        impression: `1. ${side === 'R' ? 'Right' : 'Left'} pneumothorax.\n2. Fifth rib fracture, not reported outside.`,
        recommendation: 'Surgical review for a drain.',
      },
    },
  });
};

const trauma: MakeStudy = (context) => {
  const depth = whole(context.rnd, 16, 26);
  const lesions: readonly TorsoLesion[] = [
    { kind: 'splenic-laceration', depth },
    { kind: 'pneumothorax', side: 'L', depth: 12 },
  ];
  const found = `Small left anterior pneumothorax. Splenic laceration of ${depth} mm with perisplenic blood, no active extravasation. Liver, kidneys and pancreas intact. Aorta normal. No pelvic fracture.`;
  return {
    procedure: 'ct-cap',
    description: 'CT Chest/Abd/Pelvis',
    modalities: ['CT'],
    bodyPart: 'CHESTABDPELVIS',
    region: ['416775004', 'Chest, abdomen and pelvis'],
    subspecialty: 'body',
    serviceLine: 'trauma',
    series: [
      { number: 1, description: 'Topogram', modality: 'CT', images: 2, phantom: { kind: 'topogram', of: 'chest' } },
      {
        number: 2,
        description: 'CAP soft 1 mm',
        modality: 'CT',
        images: 496,
        protocol: 'TRAUMA_WB',
        phantom: { kind: 'trunk', lesions, contrast: true, kernel: 'soft', stack: { first: 186, step: -0.95, thickness: 1 } },
      },
      {
        number: 3,
        description: 'CAP lung 1 mm',
        modality: 'CT',
        images: 260,
        protocol: 'TRAUMA_WB',
        phantom: { kind: 'trunk', lesions, contrast: true, kernel: 'lung', stack: { first: 186, step: -1, thickness: 1 } },
      },
      {
        number: 4,
        description: 'CAP 3 mm',
        modality: 'CT',
        images: 446,
        protocol: 'TRAUMA_WB',
        phantom: { kind: 'trunk', lesions, contrast: true, kernel: 'soft', stack: { first: 186, step: -1.05, thickness: 3 } },
      },
    ],
    sections: {
      question: `Trauma alert. ${who(context)}, motorcycle against car, heart rate 118.`,
      technique: 'CT chest, abdomen and pelvis, portal venous phase.',
      comparison: 'None.',
      findings: found,
      impression: ['Splenic laceration, grade II, with small hemoperitoneum.', 'Small left pneumothorax.'],
    },
    reads: {
      agree: agreeing(found, '1. Splenic laceration, AAST grade II.\n2. Small left pneumothorax.', 'Admit to trauma; serial hemoglobin.'),
      major: {
        findings: `${found} The laceration reaches ${depth + 14} mm on coronal planes.`,
        impression: '1. Splenic laceration, AAST grade III, deeper than reported.\n2. Small left pneumothorax.',
        recommendation: 'Interventional radiology to be informed now.',
      },
    },
  };
};

const abdomenSeries = (lesions: readonly TorsoLesion[], contrast: boolean): readonly SeriesPlan[] => [
  { number: 1, description: 'Topogram', modality: 'CT', images: 1, phantom: { kind: 'topogram', of: 'abdomen' } },
  {
    number: 2,
    description: 'Abdomen 3 mm',
    modality: 'CT',
    images: 98,
    protocol: 'ABD_ROUTINE',
    phantom: { kind: 'trunk', lesions, contrast, kernel: 'soft', stack: { first: 18, step: -3, thickness: 3 } },
  },
];

const abdomen = (own: Pick<Study, 'series' | 'sections' | 'reads'> & Partial<Study>): Study => ({
  procedure: 'ct-abdomen',
  description: 'CT Abdomen, contrast',
  modalities: ['CT'],
  bodyPart: 'ABDOMENPELVIS',
  region: ['818982008', 'Abdomen and pelvis'],
  subspecialty: 'body',
  serviceLine: 'surgery',
  ...own,
});

const liverLesion: MakeStudy = (context) => {
  const diameter = whole(context.rnd, 16, 44);
  const found = `Hypoattenuating lesion of ${diameter} mm in the right hepatic lobe with a thin enhancing rim. No biliary dilatation. Spleen, pancreas, adrenals and kidneys normal. No free fluid.`;
  return abdomen({
    series: abdomenSeries([{ kind: 'liver-lesion', diameter }], true),
    serviceLine: 'oncology',
    sections: {
      question: `${who(context)}, colon cancer resected last year, rising CEA.`,
      technique: 'CT abdomen and pelvis, portal venous phase.',
      comparison: 'None available.',
      findings: found,
      impression: [`Indeterminate ${diameter} mm liver lesion, metastasis to be considered.`],
    },
    reads: {
      agree: agreeing(found, `1. Rim-enhancing liver lesion, ${diameter} mm, suspicious for metastasis.`, 'MR of the liver.'),
      minor: {
        findings: found,
        impression: `1. Liver lesion of ${diameter} mm: with this history a metastasis until shown otherwise (outside: indeterminate).`,
        recommendation: 'MR of the liver; tumor board.',
      },
    },
  });
};

const stone: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const diameter = whole(context.rnd, 4, 9);
  const found = `Calculus of ${diameter} mm in the ${sideWord(side)} mid ureter with dilatation above it. No perinephric collection. Other organs unremarkable on this unenhanced study.`;
  return abdomen({
    series: abdomenSeries([{ kind: 'ureter-stone', side, diameter }], false),
    description: 'CT Abdomen w/o contrast',
    serviceLine: 'emergency',
    sections: {
      question: `${who(context)}, flank pain, hematuria.`,
      technique: 'Low-dose unenhanced CT of abdomen and pelvis.',
      comparison: 'None.',
      findings: found,
      impression: [`Obstructing ${diameter} mm calculus in the ${sideWord(side)} ureter.`],
    },
    reads: { agree: agreeing(found, `1. Obstructing ${diameter} mm ${sideWord(side)} ureteric calculus.`, 'Urology review.') },
  });
};

const renalMass: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const diameter = whole(context.rnd, 24, 52);
  const found = `Exophytic solid mass of ${diameter} mm in the lower pole of the ${sideWord(side)} kidney with heterogeneous enhancement. Renal vein patent. No lymphadenopathy.`;
  return abdomen({
    series: abdomenSeries([{ kind: 'renal-mass', side, diameter }], true),
    sections: {
      question: `${who(context)}, incidental renal mass on ultrasound.`,
      technique: 'CT abdomen and pelvis with contrast.',
      comparison: 'Ultrasound elsewhere, not available.',
      findings: found,
      impression: [`Solid ${diameter} mm mass of the ${sideWord(side)} kidney, suspicious for renal cell carcinoma.`],
    },
    reads: {
      agree: agreeing(
        found,
        `1. ${diameter} mm solid renal mass, ${sideWord(side)}, T1.`,
        'Urology; partial nephrectomy appears possible.',
      ),
      minor: {
        findings: `${found} Accessory lower-pole artery.`,
        impression: `1. ${diameter} mm solid ${sideWord(side)} renal mass.\n2. Accessory lower-pole artery, of use to the surgeon.`,
        recommendation: 'Urology.',
      },
    },
  });
};

export const trunk = {
  'chest-nodule': nodule,
  'chest-low-dose': lowDose,
  'chest-effusion': effusion,
  'chest-pneumothorax': pneumothorax,
  'cap-trauma': trauma,
  'abdomen-liver': liverLesion,
  'abdomen-stone': stone,
  'abdomen-kidney': renalMass,
} as const;
