// Radiographs and mammography.
import { pick, whole } from '../../chance/random';
import { type TorsoLesion } from '../../phantoms/torso/build';
import { type SeriesPlan } from '../phantom';
import { agreeing, type MakeStudy, type Side, sideWord, type Study, who } from '../study';

const chestFilm = (lesions: readonly TorsoLesion[], own: Pick<Study, 'sections' | 'reads'> & Partial<Study>): Study => ({
  procedure: 'cr-chest',
  description: 'CR Chest PA',
  modalities: ['CR'],
  bodyPart: 'CHEST',
  region: ['51185008', 'Chest'],
  subspecialty: 'chest',
  serviceLine: 'general',
  series: [{ number: 1, description: 'PA', modality: 'CR', images: 1, protocol: 'CHEST PA', phantom: { kind: 'chest-film', lesions } }],
  ...own,
});

const clear: MakeStudy = (context) =>
  chestFilm([], {
    sections: {
      question: `${who(context)}, cough.`,
      technique: 'PA radiograph, erect.',
      comparison: 'None.',
      findings: 'Heart size normal. Lungs clear. No pleural effusion or pneumothorax. Bones unremarkable.',
      impression: ['Normal chest radiograph.'],
    },
    reads: { agree: agreeing('Heart and lungs normal. No effusion, no pneumothorax.', '1. Normal chest radiograph.') },
  });

const filmNodule: MakeStudy = (context) => {
  const lesion = {
    kind: 'nodule',
    side: pick(context.rnd, ['R', 'L'] as const),
    zone: pick(context.rnd, ['upper', 'middle'] as const),
    diameter: whole(context.rnd, 16, 26),
  } as const;
  const found = `Nodular opacity of about ${lesion.diameter} mm in the ${sideWord(lesion.side)} ${lesion.zone} zone.`;
  return chestFilm([lesion], {
    sections: {
      question: `${who(context)}, pre-operative.`,
      technique: 'PA radiograph, erect.',
      comparison: 'None.',
      findings: 'Heart size normal. No consolidation. No effusion.',
      impression: ['No acute disease.'],
    },
    reads: {
      agree: agreeing(found, `1. ${found}`, 'CT chest.'),
      major: {
        findings: `${found} Not mentioned in the outside report.`,
        impression: `1. Nodule of ${lesion.diameter} mm, ${sideWord(lesion.side)} ${lesion.zone} zone, missed outside.`,
        recommendation: 'CT chest before surgery.',
      },
    },
  });
};

const filmPneumothorax: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const depth = whole(context.rnd, 20, 32);
  const found = `${side === 'R' ? 'Right' : 'Left'} apical and lateral pneumothorax, ${depth} mm at the apex. No mediastinal shift.`;
  return chestFilm([{ kind: 'pneumothorax', side, depth }], {
    serviceLine: 'emergency',
    sections: {
      question: `${who(context)}, sudden chest pain.`,
      technique: 'PA radiograph, erect, expiration.',
      comparison: 'None.',
      findings: found,
      impression: [`${side === 'R' ? 'Right' : 'Left'} pneumothorax.`],
    },
    reads: {
      agree: agreeing(found, `1. ${side === 'R' ? 'Right' : 'Left'} pneumothorax, ${depth} mm.`, 'Drain or observe as symptoms require.'),
    },
  });
};

const filmEffusion: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const found = `Blunting of the ${sideWord(side)} costophrenic angle with a meniscus to the mid zone. Heart size at the upper limit.`;
  return chestFilm([{ kind: 'effusion', side, depth: 38 }], {
    sections: {
      question: `${who(context)}, dyspnea.`,
      technique: 'PA radiograph.',
      comparison: 'None.',
      findings: found,
      impression: [`${side === 'R' ? 'Right' : 'Left'} pleural effusion.`],
    },
    reads: { agree: agreeing(found, `1. Moderate ${sideWord(side)} pleural effusion.`, 'Ultrasound-guided tap if clinically wanted.') },
  });
};

const pneumonia: MakeStudy = (context) => {
  const lesion = {
    kind: 'pneumonia',
    side: pick(context.rnd, ['R', 'L'] as const),
    zone: pick(context.rnd, ['middle', 'lower'] as const),
  } as const;
  const found = `Airspace opacity in the ${sideWord(lesion.side)} ${lesion.zone} zone with air bronchograms. No effusion.`;
  return chestFilm([lesion], {
    sections: {
      question: `${who(context)}, fever and cough.`,
      technique: 'PA radiograph.',
      comparison: 'None.',
      findings: found,
      impression: [`Pneumonia, ${sideWord(lesion.side)} ${lesion.zone} zone.`],
    },
    reads: { agree: agreeing(found, '1. Lobar pneumonia.', 'Film in six weeks to show it has cleared.') },
  });
};

function limb(side: Side, tilt: number | null, child: boolean): readonly SeriesPlan[] {
  const view = (number: number, description: string, lateral: boolean): SeriesPlan => ({
    number,
    description,
    modality: 'CR',
    images: 1,
    protocol: child ? 'FOREARM' : 'WRIST',
    phantom: { kind: 'wrist-film', side, tilt, child, lateral },
  });
  return [view(1, 'PA', false), view(2, 'LATERAL', true)];
}

const wristFracture: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const tilt = whole(context.rnd, 12, 24);
  const found = `Transverse fracture of the distal ${sideWord(side)} radius with ${tilt} degrees of dorsal angulation. Ulnar styloid intact. Carpal alignment kept.`;
  return {
    procedure: 'cr-wrist',
    description: `CR Wrist, ${sideWord(side)}`,
    modalities: ['CR'],
    bodyPart: 'WRIST',
    region: ['8205005', 'Wrist'],
    subspecialty: 'msk',
    serviceLine: 'orthopaedics',
    series: limb(side, tilt, false),
    sections: {
      question: `${who(context)}, fall on the outstretched hand.`,
      technique: 'Two views.',
      comparison: 'None.',
      findings: found,
      impression: [`Distal ${sideWord(side)} radius fracture, dorsally angulated.`],
    },
    reads: {
      agree: agreeing(found, `1. Colles-type fracture, ${tilt} degrees dorsal.`, 'Reduction.'),
      minor: {
        findings: `${found} Small intra-articular extension, not stated outside.`,
        impression: '1. Distal radius fracture with intra-articular extension.',
        recommendation: 'CT for planning.',
      },
    },
  };
};

const wristNormal: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  return {
    procedure: 'cr-wrist',
    description: `CR Wrist, ${sideWord(side)}`,
    modalities: ['CR'],
    bodyPart: 'WRIST',
    region: ['8205005', 'Wrist'],
    subspecialty: 'msk',
    serviceLine: 'orthopaedics',
    series: limb(side, null, false),
    sections: {
      question: `${who(context)}, pain after a sprain.`,
      technique: 'Two views.',
      comparison: 'None.',
      findings: 'No fracture or dislocation. Joint spaces kept. Soft tissues normal.',
      impression: ['Normal wrist radiographs.'],
    },
    reads: { agree: agreeing('No fracture. Alignment normal.', '1. Normal wrist.') },
  };
};

const forearmChild: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const tilt = whole(context.rnd, 8, 16);
  const found = `Fracture of the distal ${sideWord(side)} radial metaphysis with ${tilt} degrees of dorsal angulation. Growth plates are open and intact. Ulna normal.`;
  return {
    procedure: 'cr-forearm',
    description: 'CR Forearm, 2 views',
    modalities: ['CR'],
    bodyPart: 'FOREARM',
    region: ['14975008', 'Forearm'],
    subspecialty: 'paediatric',
    serviceLine: 'paediatrics',
    series: limb(side, tilt, true),
    sections: {
      question: `${who(context)}, fell from a climbing frame.`,
      technique: 'Two views.',
      comparison: 'None.',
      findings: found,
      impression: [`Metaphyseal fracture of the distal ${sideWord(side)} radius.`],
    },
    reads: { agree: agreeing(found, '1. Metaphyseal radius fracture, acceptable angulation for age.', 'Cast; film in one week.') },
  };
};

function breasts(finding: 'none' | 'mass' | 'calcifications', side: Side, density: number): readonly SeriesPlan[] {
  return (['R', 'L'] as const).flatMap((s, k) =>
    (['CC', 'MLO'] as const).map(
      (view, i) =>
        ({
          number: 1 + k * 2 + i,
          description: `${s} ${view}`,
          modality: 'MG',
          images: 1,
          protocol: 'SCREENING',
          phantom: { kind: 'breast-film', side: s, view, finding: s === side ? finding : 'none', density },
        }) as const,
    ),
  );
}

const mammography =
  (finding: 'none' | 'mass' | 'calcifications'): MakeStudy =>
  (context) => {
    const side = pick(context.rnd, ['R', 'L'] as const);
    const density = 0.2 + context.rnd() * 0.55;
    const letter = density < 0.35 ? 'B' : density < 0.6 ? 'C' : 'D';
    const what = {
      none: 'No mass, distortion or suspicious calcification.',
      mass: `Spiculated mass of about 12 mm in the upper ${sideWord(side)} breast, middle depth.`,
      calcifications: `Cluster of fine pleomorphic calcifications in the ${sideWord(side)} breast, about 15 mm.`,
    }[finding];
    const code = finding === 'none' ? 'BI-RADS 1' : finding === 'mass' ? 'BI-RADS 5' : 'BI-RADS 4';
    return {
      procedure: 'mg-screening',
      description: 'MG Screening, 4 views',
      modalities: ['MG'],
      bodyPart: 'BREAST',
      region: ['76752008', 'Breast'],
      subspecialty: 'breast',
      serviceLine: 'breast',
      series: breasts(finding, side, density),
      sections: {
        question: `${who(context)}, screening.`,
        technique: 'Digital mammography, CC and MLO of both breasts.',
        comparison: 'None available.',
        findings: `Breast density ${letter}. ${what}`,
        impression: [`${code}.`],
      },
      reads: {
        agree: agreeing(
          `Density ${letter}. ${what}`,
          `1. ${code}.`,
          finding === 'none' ? 'Screening in one year.' : 'Stereotactic or ultrasound-guided biopsy.',
        ),
        ...(finding === 'calcifications'
          ? {
              minor: {
                findings: `Density ${letter}. ${what} Segmental arrangement.`,
                impression: '1. BI-RADS 4C (outside BI-RADS 4).',
                recommendation: 'Biopsy within a week.',
              },
            }
          : {}),
      },
    };
  };

export const films = {
  'film-clear': clear,
  'film-nodule': filmNodule,
  'film-pneumothorax': filmPneumothorax,
  'film-effusion': filmEffusion,
  'film-pneumonia': pneumonia,
  'wrist-fracture': wristFracture,
  'wrist-normal': wristNormal,
  'forearm-child': forearmChild,
  'breast-normal': mammography('none'),
  'breast-mass': mammography('mass'),
  'breast-calcifications': mammography('calcifications'),
} as const;
