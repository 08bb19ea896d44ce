// Machines with invented makers. No maker, model or serial number is a real one.
import { hash32 } from '../chance/random';
import { type Device } from './facility';

const MODELS: Readonly<Record<string, readonly [string, string, string]>> = {
  CT: ['Meridian Medical', 'Helix 128', 'HX 4.2.1'],
  MR: ['Northlight Imaging', 'Aurora 1.5', 'AU17.3'],
  CR: ['Plainfilm Systems', 'DigiPlate 2', '2.08'],
  DX: ['Plainfilm Systems', 'FlatView 35', '5.1.0'],
  MG: ['Plainfilm Systems', 'FlatView Mammo', '5.1.2'],
  US: ['Sonora Instruments', 'Echo S8', '8.4'],
  XA: ['Meridian Medical', 'Angio Duo', 'VD 2.6'],
  NM: ['Gammaworks', 'Twinhead G2', '3.14'],
  PT: ['Gammaworks', 'Positron 64', '6.0.2'],
  XC: ['Causeway', 'EMS capture', '0.1'],
  DOC: ['Quillstone', 'ReportBridge', '11.2'],
  SR: ['Quillstone', 'ReportBridge', '11.2'],
  OT: ['Quillstone', 'Capture', '3.3'],
};

/** One machine for each modality, with AE titles of the form KEY_CT. */
export function devices(key: string, modalities: readonly string[]): readonly Device[] {
  return modalities.map((modality) => {
    const [manufacturer, model, software] = MODELS[modality] ?? MODELS['OT']!;
    return {
      modality,
      aeTitle: `${key}_${modality}`.slice(0, 16),
      manufacturer,
      model,
      station: `${key.slice(0, 6)}${modality}1`,
      serial: String(10_000 + (hash32(key, modality) % 80_000)),
      software,
    };
  });
}
