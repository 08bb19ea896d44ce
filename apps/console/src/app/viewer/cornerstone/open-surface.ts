import type { Injector } from '@angular/core';
import type { StackSurface } from '../surface';
import { CornerstoneSurface } from './cornerstone-surface';
import { CornerstoneEngine } from './engine';
import { FrameSource } from './frame-source';

/** Draws pixels on an empty element. The first call sets Cornerstone up. */
export function openCornerstoneSurface(element: HTMLElement, injector: Injector): StackSurface {
  return new CornerstoneSurface(element as HTMLDivElement, injector.get(CornerstoneEngine), injector.get(FrameSource));
}
