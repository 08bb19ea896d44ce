// Magnetic resonance of brain, lumbar spine and knee.
import { pick, whole } from '../../chance/random';
import { type HeadLesion } from '../../phantoms/head/shape';
import { type BrainSequence } from '../../phantoms/mr/brain';
import { type SeriesPlan } from '../phantom';
import { agreeing, type MakeStudy, sideWord, type Study, who } from '../study';

const spineStack = { first: -30, step: 4, thickness: 4 } as const;

const lumbar =
  (herniated: boolean): MakeStudy =>
  (context) => {
    const disc = pick(context.rnd, ['L4', 'L5'] as const);
    const below = disc === 'L4' ? 'L5' : 'S1';
    const side = pick(context.rnd, ['R', 'L'] as const);
    const depth = whole(context.rnd, 5, 8);
    const herniation = herniated ? { disc, depth, side } : null;
    const series = (['T2', 'T1'] as const).map((sequence, i): SeriesPlan => ({
      number: i + 2,
      description: `SAG ${sequence} TSE`,
      modality: 'MR',
      images: 16,
      protocol: 'L-SPINE',
      phantom: { kind: 'lumbar', sequence, herniation, stack: spineStack },
    }));
    const found = herniated
      ? `${disc}/${below}: ${sideWord(side)} paracentral disc extrusion of ${depth} mm compressing the ${sideWord(side)} ${below} root. Disc desiccated. Other levels without stenosis. Conus at L1, normal.`
      : 'Alignment normal. No disc herniation, no stenosis. Conus at L1, normal. No marrow lesion.';
    return {
      procedure: 'mr-lumbar',
      description: 'MR Lumbar spine',
      modalities: ['MR'],
      bodyPart: 'LSPINE',
      region: ['122496007', 'Lumbar spine'],
      subspecialty: 'msk',
      serviceLine: 'orthopaedics',
      series,
      sections: {
        question: herniated
          ? `${who(context)}, ${sideWord(side)} leg pain for six weeks, weak ankle.`
          : `${who(context)}, low back pain for three months.`,
        technique: 'Sagittal T1 and T2.',
        comparison: 'None.',
        findings: found,
        impression: herniated
          ? [`${disc}/${below} ${sideWord(side)} paracentral extrusion with ${below} root compression.`]
          : ['No nerve root compression.'],
      },
      reads: {
        agree: agreeing(
          found,
          herniated ? `1. ${disc}/${below} extrusion, ${depth} mm, ${sideWord(side)}, ${below} root.` : '1. No root compression.',
          herniated ? 'Spine clinic; surgery if weakness goes on.' : '',
        ),
        ...(herniated
          ? {
              minor: {
                findings: `${found} Extrusion measures ${depth + 2} mm and reaches behind the body of ${below}.`,
                impression: `1. ${disc}/${below} extrusion with downward migration, ${depth + 2} mm (outside ${depth} mm).`,
                recommendation: 'Spine clinic within a week.',
              },
            }
          : {}),
      },
    };
  };

const brainSeries = (lesion: HeadLesion, sequences: readonly BrainSequence[]): readonly SeriesPlan[] =>
  sequences.map((sequence, i) => ({
    number: i + 2,
    description: sequence === 'DWI' ? 'AX DWI b1000' : `AX ${sequence}`,
    modality: 'MR',
    images: 24,
    protocol: 'BRAIN',
    phantom: { kind: 'brain', sequence, lesion, stack: { first: -52, step: 5.4, thickness: 5 } },
  }));

const brain = (own: Pick<Study, 'series' | 'sections' | 'reads'> & Partial<Study>): Study => ({
  procedure: 'mr-brain',
  description: 'MR Brain',
  modalities: ['MR'],
  bodyPart: 'BRAIN',
  region: ['12738006', 'Brain'],
  subspecialty: 'neuro',
  serviceLine: 'neurology',
  ...own,
});

const brainStroke: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const found = `Restricted diffusion in the ${sideWord(side)} middle cerebral artery territory, insula and operculum, with matching FLAIR signal. No hemorrhage. No mass effect on the ventricles.`;
  return brain({
    series: brainSeries({ kind: 'mca', side }, ['DWI', 'FLAIR', 'T2']),
    sections: {
      question: `${who(context)}, aphasia since yesterday.`,
      technique: 'Diffusion, FLAIR and T2.',
      comparison: 'CT of the day before, not available.',
      findings: found,
      impression: [`Subacute ${sideWord(side)} MCA infarct.`],
    },
    reads: { agree: agreeing(found, `1. Subacute ${sideWord(side)} MCA infarct.`, 'Stroke unit.') },
  });
};

const brainWhiteMatter: MakeStudy = (context) => {
  const found = 'Multiple FLAIR-hyperintense white matter foci, some perpendicular to the ventricles. No restricted diffusion.';
  return brain({
    series: brainSeries({ kind: 'white-matter', spots: 13 }, ['T2', 'FLAIR', 'T1']),
    sections: {
      question: `${who(context)}, optic neuritis.`,
      technique: 'T1, T2 and FLAIR.',
      comparison: 'None.',
      findings: found,
      impression: ['White matter disease, nonspecific.'],
    },
    reads: {
      agree: agreeing(found, '1. Multiple white matter lesions, pattern of demyelination.', 'Contrast MR of brain and cord.'),
      minor: {
        findings: found,
        impression: '1. Lesions typical of demyelination (outside: nonspecific).',
        recommendation: 'Contrast MR of brain and cord; neurology.',
      },
    },
  });
};

const brainNormal: MakeStudy = (context) =>
  brain({
    series: brainSeries({ kind: 'none' }, ['T2', 'FLAIR']),
    sections: {
      question: `${who(context)}, headaches.`,
      technique: 'T2 and FLAIR.',
      comparison: 'None.',
      findings: 'Normal signal of grey and white matter. Ventricles normal. No mass.',
      impression: ['Normal brain MR.'],
    },
    reads: { agree: agreeing('Normal brain.', '1. Normal brain MR.') },
  });

const knee =
  (tear: boolean): MakeStudy =>
  (context) => {
    const side = pick(context.rnd, ['R', 'L'] as const);
    const found = tear
      ? 'Horizontal tear of the posterior horn of the medial meniscus. Cruciate ligaments intact. Joint effusion.'
      : 'Menisci, cruciate and collateral ligaments intact. No effusion.';
    return {
      procedure: 'mr-knee',
      description: `MR Knee, ${sideWord(side)}`,
      modalities: ['MR'],
      bodyPart: 'KNEE',
      region: ['72696002', 'Knee'],
      subspecialty: 'msk',
      serviceLine: 'orthopaedics',
      series: [
        {
          number: 2,
          description: 'SAG PD',
          modality: 'MR',
          images: 22,
          protocol: 'KNEE',
          phantom: { kind: 'knee', side, tear, fluid: tear, stack: { first: -36, step: 3.5, thickness: 3 } },
        },
      ],
      sections: {
        question: `${who(context)}, twisting injury.`,
        technique: 'Sagittal proton density.',
        comparison: 'None.',
        findings: found,
        impression: [tear ? 'Medial meniscus tear, posterior horn.' : 'No internal derangement.'],
      },
      reads: { agree: agreeing(found, tear ? '1. Medial meniscus tear.' : '1. Normal knee.', tear ? 'Sports clinic.' : '') },
    };
  };

export const magnetic = {
  'lumbar-herniation': lumbar(true),
  'lumbar-normal': lumbar(false),
  'brain-stroke': brainStroke,
  'brain-white-matter': brainWhiteMatter,
  'brain-normal': brainNormal,
  'knee-tear': knee(true),
  'knee-normal': knee(false),
} as const;
