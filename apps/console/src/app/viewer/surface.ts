import { DOCUMENT, inject, InjectionToken, Injector, type Signal } from '@angular/core';
import type { FrameFacts } from './frame-facts';
import { PictureSurface } from './pictures/picture-surface';
import type { Frame } from './viewer-model';
import { ViewerApi } from './viewer.api';
import type { WindowSetting } from './window-presets';

export type ViewerTool = 'window' | 'pan' | 'zoom' | 'length';

/** How the surface now draws, read off the surface itself. */
export interface SurfaceReading {
  readonly window: WindowSetting | null;
  readonly zoom: number;
  readonly inverted: boolean;
}

/** Where pictures of one stack are drawn. Two exist: pixels decoded here (Cornerstone, WebGL) and pictures the server made. */
export interface StackSurface {
  readonly kind: 'pixels' | 'pictures';
  readonly tools: readonly ViewerTool[];
  readonly reading: Signal<SurfaceReading>;
  /** Set when the surface cannot go on, for example because the graphics card was taken away. */
  readonly broken: Signal<boolean>;
  /** Draws a frame and answers with what its header says. Rejects with a `FrameFailure`; then nothing of this frame is drawn. */
  show(frames: readonly Frame[], index: number): Promise<FrameFacts | null>;
  /** Fetches a frame that may be shown next. Rejects with a `FrameFailure`. */
  warm(frame: Frame): Promise<void>;
  useTool(tool: ViewerTool): void;
  /** Null: the window of each picture's own header. */
  setWindow(setting: WindowSetting | null): void;
  invert(): void;
  fit(): void;
  resize(): void;
  close(): void;
}

export interface SurfaceOpener {
  /** Whether this browser can draw pixels by itself. */
  readonly canDraw: () => boolean;
  readonly pixels: (element: HTMLElement) => Promise<StackSurface>;
  readonly pictures: (element: HTMLElement) => Promise<StackSurface>;
}

/** Opens a surface on an element. Cornerstone is fetched only when the first one is opened. */
export const SURFACES = new InjectionToken<SurfaceOpener>('SURFACES', {
  factory: () => {
    const injector = inject(Injector);
    const api = inject(ViewerApi);
    const document = inject(DOCUMENT);
    return {
      canDraw: () => document.createElement('canvas').getContext('webgl2') !== null,
      pixels: async (element) => (await import('./cornerstone/open-surface')).openCornerstoneSurface(element, injector),
      pictures: async (element) => new PictureSurface(element, api),
    };
  },
});
