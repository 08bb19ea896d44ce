import { signal } from '@angular/core';
import { Enums, eventTarget, type Types, utilities } from '@cornerstonejs/core';
import { Enums as ToolEnums, LengthTool, PanTool, ToolGroupManager, WindowLevelTool, ZoomTool } from '@cornerstonejs/tools';
import { imageIdOf } from '../addresses';
import type { FrameFacts } from '../frame-facts';
import { FrameFailure } from '../frame-failure';
import type { StackSurface, SurfaceReading, ViewerTool } from '../surface';
import type { Frame } from '../viewer-model';
import type { WindowSetting } from '../window-presets';
import type { CornerstoneEngine } from './engine';
import type { FrameSource } from './frame-source';

const { Primary, Secondary, Auxiliary } = ToolEnums.MouseBindings;
const NAMES: Readonly<Record<ViewerTool, string>> = { window: WindowLevelTool.toolName, pan: PanTool.toolName, zoom: ZoomTool.toolName, length: LengthTool.toolName };

/** A stack drawn by Cornerstone on WebGL. Window, zoom and place stay from picture to picture; polarity and the window "as sent" are each picture's own. */
export class CornerstoneSurface implements StackSurface {
  readonly kind = 'pixels';
  readonly tools: readonly ViewerTool[] = ['window', 'pan', 'zoom', 'length'];
  readonly reading = signal<SurfaceReading>({ window: null, zoom: 1, inverted: false });
  readonly broken = signal(false);

  private readonly name: string;
  private readonly viewport: Types.IStackViewport;
  private readonly listeners = new AbortController();
  private frames: readonly Frame[] | null = null;
  private image: Types.IImage | null = null;
  private chosen: WindowSetting | null = null;
  private inverted = false;
  private dressing = false;
  /** Nobody moved or enlarged the picture: another size of the pane fits it again. */
  private fitted = true;
  private latest = 0;

  constructor(private readonly element: HTMLDivElement, private readonly stage: CornerstoneEngine, private readonly source: FrameSource) {
    this.name = stage.enter();
    stage.engine.enableElement({ viewportId: this.name, type: Enums.ViewportType.STACK, element, defaultOptions: { background: [0, 0, 0] } });
    this.viewport = stage.engine.getViewport(this.name) as Types.IStackViewport;
    this.useTool('window');
    const { signal: until } = this.listeners;
    element.addEventListener(Enums.Events.VOI_MODIFIED, (event) => this.shaded(event as CustomEvent<{ range?: Types.VOIRange }>), { signal: until });
    element.addEventListener(Enums.Events.CAMERA_MODIFIED, () => this.moved(), { signal: until });
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.lost);
  }

  async show(frames: readonly Frame[], index: number): Promise<FrameFacts | null> {
    const ticket = ++this.latest;
    const frame = frames[index];
    if (!frame) throw new FrameFailure('gone');
    const image = await this.source.load(frame);
    // Somebody went on, or the surface is closed: what comes late must not be drawn under another picture's words.
    if (ticket !== this.latest) throw new FrameFailure('slow');
    this.dressing = true;
    try {
      await this.place(frames, index);
      this.image = image;
      this.dress();
    } finally {
      this.dressing = false;
    }
    this.viewport.render();
    this.read();
    return this.source.facts(frame);
  }

  async warm(frame: Frame): Promise<void> {
    await this.source.load(frame);
  }

  useTool(tool: ViewerTool): void {
    const group = ToolGroupManager.getToolGroup(this.name) ?? this.newGroup();
    for (const name of Object.values(NAMES)) group.setToolPassive(name, { removeAllBindings: true });
    group.setToolActive(NAMES.pan, { bindings: [{ mouseButton: Auxiliary }, ...(tool === 'pan' ? [{ mouseButton: Primary }] : [])] });
    group.setToolActive(NAMES.zoom, { bindings: [{ mouseButton: Secondary }, { numTouchPoints: 2 }, ...(tool === 'zoom' ? [{ mouseButton: Primary }] : [])] });
    if (tool === 'window' || tool === 'length') group.setToolActive(NAMES[tool], { bindings: [{ mouseButton: Primary }] });
  }

  setWindow(setting: WindowSetting | null): void {
    this.chosen = setting;
    this.redress();
  }

  invert(): void {
    this.inverted = !this.inverted;
    this.redress();
  }

  fit(): void {
    this.quietly(() => this.viewport.resetCamera());
    this.fitted = true;
    this.viewport.render();
    this.read();
  }

  resize(): void {
    if (this.element.clientWidth === 0 || this.element.clientHeight === 0) return;
    this.quietly(() => this.stage.engine.resize(true, true));
    if (this.fitted && this.image) this.fit();
  }

  close(): void {
    this.latest += 1;
    this.listeners.abort();
    eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.lost);
    ToolGroupManager.destroyToolGroup(this.name);
    this.stage.engine.disableElement(this.name);
    this.stage.leave();
  }

  private readonly lost = (): void => this.broken.set(true);

  private newGroup(): NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>> {
    const group = ToolGroupManager.createToolGroup(this.name);
    if (!group) throw new Error('Cornerstone made no tool group');
    for (const name of Object.values(NAMES)) group.addTool(name);
    group.addViewport(this.name, this.stage.engine.id);
    return group;
  }

  /** Puts the frame on the viewport; another list of the same series keeps place and zoom. */
  private async place(frames: readonly Frame[], index: number): Promise<void> {
    if (frames === this.frames) {
      await this.viewport.setImageIdIndex(index);
      return;
    }
    const before = this.frames?.[0];
    const same = before !== undefined && frames[0]?.place.seriesUid === before.place.seriesUid && frames[0].place.examId === before.place.examId;
    const view = same ? this.viewport.getViewPresentation() : null;
    if (!same) {
      this.chosen = null;
      this.inverted = false;
      this.fitted = true;
    }
    this.frames = frames;
    await this.viewport.setStack(frames.map(imageIdOf), index);
    if (view) this.viewport.setViewPresentation(view);
    else this.viewport.resetCamera();
  }

  /** Window and polarity of the picture at hand. Cornerstone carries both from one picture to the next, also where their headers say otherwise. */
  private dress(): void {
    const { image } = this;
    if (!image) return;
    const shade = this.chosen ?? ownWindow(image);
    this.viewport.setProperties({
      VOILUTFunction: image.voiLUTFunction as Enums.VOILUTFunctionType,
      voiRange: utilities.windowLevel.toLowHighRange(shade.width, shade.centre, image.voiLUTFunction as Enums.VOILUTFunctionType),
      invert: image.invert !== this.inverted,
    });
  }

  private redress(): void {
    this.quietly(() => this.dress());
    this.viewport.render();
    this.read();
  }

  /** What happens inside is ours, not a hand on the picture. */
  private quietly(work: () => void): void {
    this.dressing = true;
    work();
    this.dressing = false;
  }

  private moved(): void {
    if (!this.dressing) this.fitted = false;
    this.read();
  }

  /** A hand on the picture changed its window: from now on that is the window of this series. */
  private shaded(event: CustomEvent<{ range?: Types.VOIRange }>): void {
    const { range } = event.detail;
    if (this.dressing || !range) return;
    const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(range.lower, range.upper);
    this.chosen = { width: windowWidth, centre: windowCenter };
    this.read();
  }

  private read(): void {
    const { image } = this;
    const shade = image && !image.color ? (this.chosen ?? ownWindow(image)) : null;
    this.reading.set({ window: shade, zoom: this.viewport.getZoom(), inverted: this.inverted });
  }
}

function ownWindow(image: Types.IImage): WindowSetting {
  const [width] = [image.windowWidth].flat();
  const [centre] = [image.windowCenter].flat();
  return { width: width ?? 1, centre: centre ?? 0 };
}
