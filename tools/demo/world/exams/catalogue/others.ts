// Ultrasound, angiography, tracer studies and photographs.
import { whole } from '../../chance/random';
import { type SeriesPlan } from '../phantom';
import { agreeing, type MakeStudy, who } from '../study';

const ultrasound =
  (subject: 'gallbladder' | 'pelvis', nameInPicture = false): MakeStudy =>
  (context) => {
    const belly = subject === 'gallbladder';
    const found = belly
      ? 'Gallstone of 14 mm with acoustic shadow. Gallbladder wall 3 mm. Common duct not dilated. Liver normal.'
      : 'Uterus of normal size. Simple cyst of the left ovary, 34 mm. No free fluid.';
    return {
      procedure: belly ? 'us-abdomen' : 'us-pelvis',
      description: belly ? 'US Abdomen, right upper quadrant' : 'US Pelvis',
      modalities: ['US'],
      bodyPart: belly ? 'ABDOMEN' : 'PELVIS',
      region: belly ? ['818981001', 'Abdomen'] : ['12921003', 'Pelvis'],
      subspecialty: 'body',
      serviceLine: 'general',
      series: [
        {
          number: 1,
          description: belly ? 'RUQ' : 'PELVIS',
          modality: 'US',
          images: belly ? 18 : 23,
          phantom: { kind: 'ultrasound', subject, finding: true, nameInPicture },
        },
      ],
      sections: {
        question: belly ? `${who(context)}, pain after meals.` : `${who(context)}, pelvic pain.`,
        technique: 'Transabdominal ultrasound.',
        comparison: 'None.',
        findings: found,
        impression: [belly ? 'Cholelithiasis without cholecystitis.' : 'Simple left ovarian cyst, 34 mm.'],
      },
      reads: {
        agree: agreeing(found, belly ? '1. Cholelithiasis.' : '1. Simple ovarian cyst, 34 mm.', belly ? '' : 'Follow-up in 8 weeks.'),
      },
    };
  };

const angiogram: MakeStudy = (context) => {
  const stenosis = whole(context.rnd, 60, 90);
  const found = `${stenosis} % stenosis of the proximal left anterior descending artery. Left main and circumflex without significant disease.`;
  const run = (number: number, angles: readonly [number, number], degree: number): SeriesPlan => ({
    number,
    description: `LCA ${angles[0] < 0 ? 'RAO' : 'LAO'} ${Math.abs(angles[0])}`,
    modality: 'XA',
    images: 1,
    phantom: { kind: 'coronary', stenosis: degree, frames: 12, angles },
  });
  return {
    procedure: 'xa-coronary',
    description: 'XA Coronary angiography',
    modalities: ['XA'],
    bodyPart: 'HEART',
    region: ['80891009', 'Heart'],
    subspecialty: 'cardiac',
    serviceLine: 'cardiology',
    series: [run(1, [-30, 25], stenosis), run(2, [45, 20], stenosis), run(3, [0, -30], Math.max(40, stenosis - 15))],
    sections: {
      question: `${who(context)}, exertional angina.`,
      technique: 'Coronary angiography, right radial access.',
      comparison: 'None.',
      findings: found,
      impression: [`Single-vessel disease, LAD ${stenosis} %.`],
    },
    reads: { agree: agreeing(found, `1. LAD ${stenosis} %.`, 'Heart team.') },
  };
};

const petCt: MakeStudy = (context) => {
  const lesions = [
    { at: [-58, -8, 148], diameter: 28, suv: 11.4 },
    { at: [-12, 8, 118], diameter: 15, suv: 7.2 },
    ...(context.rnd() < 0.5 ? [{ at: [-78, 8, -58], diameter: 18, suv: 8.1 } as const] : []),
  ] as const;
  const far = lesions.length > 2;
  const found = `FDG-avid mass in the right upper lobe, SUV 11.4. Avid right paratracheal node, SUV 7.2.${far ? ' Focal uptake in the right hepatic lobe, SUV 8.1.' : ''} No other suspicious uptake.`;
  return {
    procedure: 'pt-ct',
    description: 'PET/CT Skull to thigh',
    modalities: ['PT', 'CT'],
    bodyPart: 'WHOLEBODY',
    region: ['38266002', 'Entire body'],
    subspecialty: 'nuclear',
    serviceLine: 'oncology',
    series: [
      {
        number: 2,
        description: 'CT AC 3 mm',
        modality: 'CT',
        images: 96,
        phantom: {
          kind: 'trunk',
          lesions: [
            { kind: 'nodule', side: 'R', zone: 'upper', diameter: 28 },
            ...(far ? [{ kind: 'liver-lesion', diameter: 18 } as const] : []),
          ],
          contrast: false,
          kernel: 'soft',
          lowDose: true,
          stack: { first: 186, step: -4.8, thickness: 3 },
        },
      },
      {
        number: 3,
        description: 'PET AC',
        modality: 'PT',
        images: 150,
        phantom: { kind: 'pet', lesions, stack: { first: 390, step: -5, thickness: 5 } },
      },
      { number: 4, description: 'MIP', modality: 'PT', images: 12, phantom: { kind: 'pet-projection', lesions } },
    ],
    sections: {
      question: `${who(context)}, lung mass, staging.`,
      technique: '60 min after 310 MBq F-18 FDG, low-dose CT for attenuation.',
      comparison: 'CT chest elsewhere.',
      findings: found,
      impression: [far ? 'Right upper lobe cancer with nodal and hepatic disease.' : 'Right upper lobe cancer with one mediastinal node.'],
    },
    reads: {
      agree: agreeing(found, far ? '1. N2, M1 disease.' : '1. N2 disease.', 'Tumor board.'),
      major: {
        findings: `${found} Avid focus in the L2 body not described outside.`,
        impression: '1. As reported, and a bone metastasis of L2.',
        recommendation: 'Tumor board; MR of the spine.',
      },
    },
  };
};

const perfusion: MakeStudy = (context) => {
  const found = 'Reversible inferior wall defect of moderate size. Ejection fraction 52 %.';
  return {
    procedure: 'nm-heart',
    description: 'NM Myocardial perfusion',
    modalities: ['NM'],
    bodyPart: 'HEART',
    region: ['80891009', 'Heart'],
    subspecialty: 'nuclear',
    serviceLine: 'cardiology',
    series: (['stress', 'rest'] as const).map(
      (state, i) =>
        ({
          number: i + 1,
          description: `SA ${state.toUpperCase()}`,
          modality: 'NM',
          images: 1,
          phantom: { kind: 'perfusion', state, defect: 'inferior', slices: 24 },
        }) as const,
    ),
    sections: {
      question: `${who(context)}, chest pain on stairs.`,
      technique: 'One-day stress and rest, Tc-99m.',
      comparison: 'None.',
      findings: found,
      impression: ['Inferior ischemia.'],
    },
    reads: { agree: agreeing(found, '1. Reversible inferior defect.', 'Cardiology.') },
  };
};

const photo =
  (subject: 'burn' | 'ulcer', images: number): MakeStudy =>
  (context) => ({
    procedure: 'photo',
    description: subject === 'burn' ? `Photo x${images}, burn` : `Photo x${images}, leg ulcer`,
    modalities: ['XC'],
    bodyPart: subject === 'burn' ? 'FOREARM' : 'LEG',
    region: subject === 'burn' ? ['14975008', 'Forearm'] : ['30021000', 'Leg'],
    subspecialty: 'general',
    serviceLine: subject === 'burn' ? 'burn' : 'general',
    series: [
      { number: 1, description: subject === 'burn' ? 'Burn' : 'Ulcer', modality: 'XC', images, phantom: { kind: 'photo', subject } },
    ],
    sections: {
      question:
        subject === 'burn'
          ? 'Flame burn of the forearm, about 9 % of body surface in all. Destination?'
          : `${who(context)}, venous ulcer, third week of compression.`,
      technique: 'Photographs with scale.',
      comparison: 'None.',
      findings: '',
      impression: [],
    },
    reads: { agree: agreeing('', '') },
  });

export const others = {
  'us-gallstone': ultrasound('gallbladder'),
  'us-gallstone-named': ultrasound('gallbladder', true),
  'us-pelvis': ultrasound('pelvis'),
  'xa-coronary': angiogram,
  'pet-ct': petCt,
  'nm-heart': perfusion,
  'photo-burn': photo('burn', 6),
  'photo-ulcer': photo('ulcer', 3),
} as const;
