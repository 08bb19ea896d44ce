import { Component, computed, input, output } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Icon, type IconName } from '@causeway/console-ui';
import { cineRates } from './cine';
import type { ViewerTool } from './surface';
import { presetName, presetsFor, type WindowPreset, type WindowSetting } from './window-presets';

interface ToolButton {
  readonly tool: ViewerTool;
  readonly word: string;
  readonly icon: IconName;
  readonly key: string;
}

const buttons: readonly ToolButton[] = [
  { tool: 'window', word: 'W/L', icon: 'contrast', key: 'w' },
  { tool: 'pan', word: 'Pan', icon: 'pan_tool', key: 'p' },
  { tool: 'zoom', word: 'Zoom', icon: 'zoom_in', key: 'z' },
  { tool: 'length', word: 'Length', icon: 'straighten', key: 'l' },
];

/** What a hand on the picture does, and how it is drawn. */
@Component({
  selector: 'cw-viewer-toolbar',
  imports: [Icon, MatMenu, MatMenuItem, MatMenuTrigger],
  templateUrl: './viewer-toolbar.html',
  styleUrl: './viewer-toolbar.scss',
  host: { role: 'toolbar', 'aria-label': 'Viewer' },
})
export class ViewerToolbar {
  readonly tools = input.required<readonly ViewerTool[]>();
  readonly tool = input.required<ViewerTool>();
  readonly modality = input('');
  readonly window = input<WindowSetting | null>(null);
  readonly inverted = input(false);
  readonly playing = input(false);
  readonly rate = input(10);
  readonly many = input(false);
  /** Pictures of the server: no window of our own. */
  readonly pictures = input(false);
  readonly hasPriors = input(false);
  readonly twoUp = input(false);
  /** Why the house's archive could not be asked for earlier exams. */
  readonly archiveTrouble = input<string | null>(null);
  readonly toolChosen = output<ViewerTool>();
  readonly windowChosen = output<WindowSetting | null>();
  readonly rateChosen = output<number>();
  readonly inverting = output<void>();
  readonly fit = output<void>();
  readonly filming = output<void>();
  readonly prior = output<void>();
  readonly fullScreen = output<void>();

  protected readonly rates = cineRates;
  protected readonly shownTools = computed(() => buttons.filter((b) => this.tools().includes(b.tool)));
  protected readonly presets = computed<readonly WindowPreset[]>(() => presetsFor(this.modality()));
  protected readonly windowText = computed(() => {
    const setting = this.window();
    if (setting === null) return 'Window';
    const numbers = `${Math.round(setting.width)} / ${Math.round(setting.centre)}`;
    const name = presetName(this.modality(), setting);
    return name === 'Own' ? numbers : `${name} ${numbers}`;
  });
}
