import type { KeyScope } from '@causeway/console-ui';
import type { ViewerTool } from './surface';

/** What keys can ask of a viewer. */
export interface KeyedViewer {
  useTool(tool: ViewerTool): void;
  step(by: number): void;
  go(index: number): void;
  fit(): void;
  invert(): void;
  play(): void;
  togglePrior(): void;
}

/** Letters work on the whole page of the viewer; arrows only while the focus is in it, since lists use them too. */
export function viewerKeys(viewer: KeyedViewer, element: HTMLElement): readonly KeyScope[] {
  const tool = (key: string, name: ViewerTool, does: string) => ({ keys: [key], does, run: () => viewer.useTool(name) });
  return [
    {
      name: 'Viewer',
      element: null,
      bindings: [
        tool('w', 'window', 'Window and level'),
        tool('p', 'pan', 'Pan'),
        tool('z', 'zoom', 'Zoom'),
        tool('l', 'length', 'Measure a length'),
        { keys: ['f'], does: 'Fit the image', run: () => viewer.fit() },
        { keys: ['i'], does: 'Invert', run: () => viewer.invert() },
        { keys: ['v'], does: 'Earlier exam beside it', run: () => viewer.togglePrior() },
      ],
    },
    {
      name: 'Images, while the viewer has the focus',
      element,
      bindings: [
        { keys: ['ArrowDown', 'ArrowRight'], does: 'Next image', run: () => viewer.step(1) },
        { keys: ['ArrowUp', 'ArrowLeft'], does: 'Previous image', run: () => viewer.step(-1) },
        { keys: ['PageDown'], does: 'Ten images on', run: () => viewer.step(10) },
        { keys: ['PageUp'], does: 'Ten images back', run: () => viewer.step(-10) },
        { keys: ['Home'], does: 'First image', run: () => viewer.go(0) },
        { keys: ['End'], does: 'Last image', run: () => viewer.go(Number.MAX_SAFE_INTEGER) },
        { keys: ['Space'], does: 'Run or stop the film', run: () => viewer.play() },
      ],
    },
  ];
}
