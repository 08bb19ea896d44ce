/** A shading of grey values: everything below centre - width/2 is black, above centre + width/2 white. */
export interface WindowSetting {
  readonly width: number;
  readonly centre: number;
}

/** "As sent" is null: the window of each picture's own header. */
export interface WindowPreset {
  readonly name: string;
  readonly setting: WindowSetting | null;
}

const asSent: WindowPreset = { name: 'As sent', setting: null };
const preset = (name: string, width: number, centre: number): WindowPreset => ({ name, setting: { width, centre } });

const byModality: Readonly<Record<string, readonly WindowPreset[]>> = {
  CT: [
    preset('Brain', 80, 40),
    preset('Subdural', 200, 75),
    preset('Stroke', 40, 40),
    preset('Bone', 2500, 480),
    preset('Soft tissue', 400, 40),
    preset('Lung', 1500, -600),
    preset('Mediastinum', 350, 50),
    preset('Liver', 150, 60),
  ],
};

/** Windows worth offering for a modality; grey values mean the same from one machine to the next only in CT. */
export const presetsFor = (modality: string): readonly WindowPreset[] => [asSent, ...(byModality[modality] ?? [])];

/** Name of the preset a window is, else its numbers. */
export function presetName(modality: string, setting: WindowSetting | null): string {
  if (setting === null) return asSent.name;
  const known = presetsFor(modality).find((p) => p.setting !== null && near(p.setting.width, setting.width) && near(p.setting.centre, setting.centre));
  return known?.name ?? 'Own';
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1;
