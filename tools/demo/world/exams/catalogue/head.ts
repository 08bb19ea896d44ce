// CT of the head, and CT angiography of head and neck.
import { pick, whole } from '../../chance/random';
import { type HeadLesion } from '../../phantoms/head/shape';
import { type SeriesPlan } from '../phantom';
import { agreeing, type Context, type MakeStudy, otherWord, type Side, sideWord, type Study, who } from '../study';

const HEAD = ['69536005', 'Head'] as const;

/** The series a scanner makes of a head: 312 objects in all when `full`, one stack of 32 otherwise. */
function headSeries(lesion: HeadLesion, full: boolean): readonly SeriesPlan[] {
  const thick: SeriesPlan = {
    number: 1,
    description: 'Axial 5 mm',
    modality: 'CT',
    images: 32,
    protocol: 'HEAD_ROUTINE',
    phantom: { kind: 'head', lesion, phase: 'native', kernel: 'soft', stack: { first: -68, step: 5, thickness: 5 } },
  };
  if (!full) return [{ number: 4, description: 'Topogram', modality: 'CT', images: 1, phantom: { kind: 'topogram', of: 'head' } }, thick];
  return [
    thick,
    {
      number: 2,
      description: 'Axial 1 mm',
      modality: 'CT',
      images: 156,
      protocol: 'HEAD_ROUTINE',
      phantom: { kind: 'head', lesion, phase: 'native', kernel: 'soft', stack: { first: -70, step: 1, thickness: 1 } },
    },
    {
      number: 3,
      description: 'Bone 1 mm',
      modality: 'CT',
      images: 120,
      protocol: 'HEAD_ROUTINE',
      phantom: { kind: 'head', lesion, phase: 'native', kernel: 'bone', stack: { first: -70, step: 1.25, thickness: 1 } },
    },
    { number: 4, description: 'Topogram', modality: 'CT', images: 2, phantom: { kind: 'topogram', of: 'head' } },
    {
      number: 5,
      description: 'Capture',
      modality: 'OT',
      images: 2,
      phantom: {
        kind: 'capture',
        of: { kind: 'head', lesion, phase: 'native', kernel: 'soft', stack: { first: 8, step: 5, thickness: 5 } },
        at: 8,
        lines: ['KEY IMAGE'],
        nameInPicture: false,
      },
    },
  ];
}

type Head = Omit<Study, 'procedure' | 'description' | 'modalities' | 'bodyPart' | 'region' | 'subspecialty' | 'serviceLine'> &
  Partial<Pick<Study, 'serviceLine'>>;
const ctHead = (own: Head): Study => ({
  procedure: 'ct-head',
  description: 'CT Head w/o contrast',
  modalities: ['CT'],
  bodyPart: 'HEAD',
  region: HEAD,
  subspecialty: 'neuro',
  serviceLine: 'neurology',
  ...own,
});
const TECHNIQUE = 'Axial CT without contrast, 5 mm and 1 mm.';

/** Subdural of given size: the outside report understates it when `outside` differs. */
export function subdural(
  context: Context,
  side: Side,
  mm: number,
  shift: number,
  outside: { readonly mm: number; readonly shift: number },
): Study {
  const lesion: HeadLesion = { kind: 'subdural', side, thickness: mm, shift };
  const [right, left] = [sideWord(side), otherWord(side)];
  const cap = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);
  const ours = `Acute ${right} holohemispheric subdural hematoma, ${mm} mm at the frontal convexity. ${cap(left)}ward midline shift of ${shift} mm at the septum pellucidum. Effaced ${right} sulci and partly effaced ${right} lateral ventricle. Basal cisterns patent. No fracture. No infarct seen.`;
  const same = {
    findings: ours,
    impression: `1. Acute ${right} subdural hematoma, ${mm} mm, with ${shift} mm ${left}ward shift.`,
    recommendation: 'Neurosurgical review now. Repeat CT in 6 h if not evacuated.',
  };
  return ctHead({
    series: headSeries(lesion, true),
    serviceLine: 'neurosurgery',
    sections: {
      question: `${who(context)}, ${left}-sided weakness since 08:40, on apixaban.`,
      technique: TECHNIQUE,
      comparison: 'None.',
      findings: `Hyperdense crescentic extra-axial collection along the ${right} convexity, up to ${outside.mm} mm. ${cap(left)}ward midline shift of ${outside.shift} mm. Ventricles are normal in size. No depressed fracture. No large territorial infarct.`,
      impression: [`Acute ${right} subdural hematoma, ${outside.mm} mm, with ${outside.shift} mm shift.`, 'No acute infarct.'],
    },
    reads: {
      agree: same,
      major: {
        ...same,
        impression: `${same.impression}\n2. Larger than reported outside; measured at the same level (series 1, image 15).`,
      },
    },
  });
}

const subduralDrawn: MakeStudy = (context) => {
  const mm = whole(context.rnd, 6, 14);
  const shift = Math.max(1, Math.round(mm * 0.55));
  return subdural(context, pick(context.rnd, ['R', 'L'] as const), mm, shift, {
    mm: mm - whole(context.rnd, 0, 2),
    shift: Math.max(1, shift - whole(context.rnd, 0, 2)),
  });
};

const normal: MakeStudy = (context) => {
  const lesion: HeadLesion = context.age > 62 ? { kind: 'white-matter', spots: 6 } : { kind: 'none' };
  const small = context.age > 62 ? ' Mild periventricular white matter hypodensity, in keeping with small vessel disease.' : '';
  return ctHead({
    series: headSeries(lesion, false),
    serviceLine: 'emergency',
    sections: {
      question: `${who(context)}, fall, headache. Bleed?`,
      technique: 'Axial CT without contrast, 5 mm.',
      comparison: 'None.',
      findings: `No intracranial hemorrhage. No mass effect or midline shift. Grey-white differentiation preserved.${small} Ventricles and sulci appropriate for age. Paranasal sinuses and mastoids clear. No fracture.`,
      impression: ['No acute intracranial abnormality.'],
    },
    reads: {
      agree: agreeing(`No hemorrhage, no mass effect, no fracture.${small}`, '1. No acute intracranial abnormality.'),
      minor: {
        findings: `No hemorrhage, no mass effect. Small calcified choroid plexus and pineal gland, both incidental.${small} Minimal mucosal thickening of the ethmoid cells not mentioned outside.`,
        impression: '1. No acute intracranial abnormality.\n2. Minor sinus mucosal thickening.',
        recommendation: '',
      },
    },
  });
};

const middleCerebral: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const [word, other] = [sideWord(side), otherWord(side)];
  const found = `Hyperdense M1 segment of the ${word} middle cerebral artery. Loss of grey-white differentiation in the ${word} insula and lentiform nucleus. No hemorrhage. No midline shift.`;
  const act = {
    findings: `${found} ASPECTS 7.`,
    impression: `1. Hyperdense ${word} MCA sign with early ischemic change, ASPECTS 7.\n2. No hemorrhage.`,
    recommendation: 'CT angiography and stroke team now; no imaging reason against thrombolysis.',
  };
  return ctHead({
    series: headSeries({ kind: 'mca', side }, false),
    sections: {
      question: `Stroke alert. ${who(context)}, ${other} face and arm weakness, last known well 1 h 40 ago, NIHSS 14.`,
      technique: 'Axial CT without contrast, 5 mm.',
      comparison: 'None.',
      findings: found,
      impression: [`Hyperdense ${word} MCA sign, suspicious for acute thrombus.`, 'No hemorrhage.'],
    },
    reads: { agree: act, critical: { ...act, impression: `${act.impression}\n3. The outside preliminary report called this normal.` } },
  });
};

const haemorrhage: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const mm = whole(context.rnd, 22, 42);
  const word = sideWord(side);
  const found = `Hyperdense hematoma centered on the ${word} putamen, ${mm} mm in diameter, with a thin rim of edema. Mild mass effect on the ${word} lateral ventricle. No intraventricular extension. Basal cisterns open.`;
  return ctHead({
    series: headSeries({ kind: 'haemorrhage', side, diameter: mm }, false),
    serviceLine: 'neurosurgery',
    sections: {
      question: `${who(context)}, sudden ${otherWord(side)} hemiplegia, blood pressure 210/118.`,
      technique: 'Axial CT without contrast, 5 mm.',
      comparison: 'None.',
      findings: found,
      impression: [`Acute ${word} basal ganglia hemorrhage, ${mm} mm, typical of hypertension.`],
    },
    reads: {
      agree: agreeing(found, `1. Acute ${word} putaminal hemorrhage, ${mm} mm.`, 'Blood pressure control; repeat CT in 6 h.'),
      minor: {
        findings: `${found} Estimated volume ${Math.round((mm / 10) ** 3 * 0.52)} ml, not stated outside.`,
        impression: `1. Acute ${word} putaminal hemorrhage, ${mm} mm, about ${Math.round((mm / 10) ** 3 * 0.52)} ml.`,
        recommendation: 'Repeat CT in 6 h.',
      },
    },
  });
};

const angiography: MakeStudy = (context) => {
  const side = pick(context.rnd, ['R', 'L'] as const);
  const word = sideWord(side);
  const lesion: HeadLesion = { kind: 'mca', side };
  const found = `Occlusion of the M1 segment of the ${word} middle cerebral artery with poor collaterals. Intracranial internal carotid, anterior and posterior cerebral arteries and basilar artery opacify normally. No aneurysm.`;
  return {
    procedure: 'cta-head-neck',
    description: 'CTA Head and neck',
    modalities: ['CT'],
    bodyPart: 'HEADNECK',
    region: ['774007', 'Head and neck'],
    subspecialty: 'neuro',
    serviceLine: 'neurology',
    series: [
      { number: 1, description: 'Topogram', modality: 'CT', images: 1, phantom: { kind: 'topogram', of: 'head' } },
      {
        number: 2,
        description: 'CTA 0.6 mm',
        modality: 'CT',
        images: 448,
        protocol: 'CTA_CAROTID',
        phantom: { kind: 'head', lesion, phase: 'arterial', kernel: 'soft', stack: { first: -70, step: 0.33, thickness: 0.6 } },
      },
      {
        number: 3,
        description: 'Axial 5 mm native',
        modality: 'CT',
        images: 32,
        phantom: { kind: 'head', lesion, phase: 'native', kernel: 'soft', stack: { first: -68, step: 5, thickness: 5 } },
      },
      {
        number: 4,
        description: 'CTA 1 mm thick',
        modality: 'CT',
        images: 159,
        phantom: { kind: 'head', lesion, phase: 'arterial', kernel: 'soft', stack: { first: -70, step: 0.95, thickness: 1 } },
      },
    ],
    sections: {
      question: `Stroke alert. ${who(context)}, NIHSS 17. Large vessel occlusion?`,
      technique: 'CT angiography from the arch to the vertex, 70 ml contrast.',
      comparison: 'CT head of the same session.',
      findings: found,
      impression: [`Occlusion of the ${word} M1 segment.`],
    },
    reads: {
      agree: agreeing(found, `1. ${word === 'right' ? 'Right' : 'Left'} M1 occlusion, poor collaterals.`, 'Thrombectomy team now.'),
      major: {
        findings: `${found} In addition a tandem stenosis at the ${word} carotid bulb of about 70 %.`,
        impression: `1. ${word === 'right' ? 'Right' : 'Left'} M1 occlusion.\n2. Tandem stenosis of the ${word} carotid bulb, not reported outside.`,
        recommendation: 'Thrombectomy team now; plan for the bulb.',
      },
    },
  };
};

export const head = {
  'head-normal': normal,
  'head-subdural': subduralDrawn,
  'head-mca': middleCerebral,
  'head-haemorrhage': haemorrhage,
  'cta-occlusion': angiography,
} as const;
