import { signal } from '@angular/core';
import { renderedFrameUrl } from '../addresses';
import type { FrameFacts } from '../frame-facts';
import { FrameFailure } from '../frame-failure';
import type { StackSurface, SurfaceReading, ViewerTool } from '../surface';
import type { Frame } from '../viewer-model';
import type { ViewerApi } from '../viewer.api';
import { factsFromTags } from './facts-from-tags';

const KEPT = 60;
const ZOOM = { least: 0.2, most: 12, perPixel: 0.008 };

/** The same stack from JPEGs the server makes, for browsers that cannot draw pixels: pan, zoom and inversion, but the server's window. */
export class PictureSurface implements StackSurface {
  readonly kind = 'pictures';
  readonly tools: readonly ViewerTool[] = ['pan', 'zoom'];
  readonly reading = signal<SurfaceReading>({ window: null, zoom: 1, inverted: false });
  readonly broken = signal(false);

  private readonly image: HTMLImageElement;
  private readonly kept = new Map<string, Promise<string>>();
  private readonly listeners = new AbortController();
  private tool: ViewerTool = 'pan';
  private zoom = 1;
  private at = { x: 0, y: 0 };
  private inverted = false;
  private latest = 0;

  constructor(private readonly element: HTMLElement, private readonly api: Pick<ViewerApi, 'picture' | 'tags'>) {
    this.image = element.ownerDocument.createElement('img');
    this.image.alt = '';
    this.image.draggable = false;
    this.image.style.cssText = 'display:block;width:100%;height:100%;object-fit:contain;touch-action:none;user-select:none';
    element.append(this.image);
    const { signal: until } = this.listeners;
    element.addEventListener('pointerdown', (event) => element.setPointerCapture(event.pointerId), { signal: until });
    element.addEventListener('pointermove', (event) => this.drag(event), { signal: until });
  }

  async show(frames: readonly Frame[], index: number): Promise<FrameFacts | null> {
    const ticket = ++this.latest;
    const frame = frames[index];
    if (!frame) throw new FrameFailure('gone');
    const [address, tags] = await Promise.all([this.fetch(frame), this.api.tags(frame.place.examId, frame.sopUid).catch(() => null)]);
    if (ticket !== this.latest) throw new FrameFailure('slow');
    this.image.src = address;
    await this.image.decode().catch(() => {
      throw new FrameFailure('undecodable', 'the picture of the server');
    });
    return tags === null ? null : factsFromTags(tags);
  }

  async warm(frame: Frame): Promise<void> {
    await this.fetch(frame);
  }

  useTool(tool: ViewerTool): void {
    this.tool = tool;
  }

  setWindow(): void {
    return;
  }

  invert(): void {
    this.inverted = !this.inverted;
    this.draw();
  }

  fit(): void {
    this.zoom = 1;
    this.at = { x: 0, y: 0 };
    this.draw();
  }

  resize(): void {
    return;
  }

  close(): void {
    this.latest += 1;
    this.listeners.abort();
    this.image.remove();
    for (const address of this.kept.values()) void address.then((url) => URL.revokeObjectURL(url), () => undefined);
    this.kept.clear();
  }

  private drag(event: PointerEvent): void {
    if ((event.buttons & 1) === 0) return;
    if (this.tool === 'zoom') this.zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, this.zoom * (1 + event.movementY * ZOOM.perPixel)));
    else this.at = { x: this.at.x + event.movementX, y: this.at.y + event.movementY };
    this.draw();
  }

  private draw(): void {
    this.image.style.transform = `translate(${this.at.x}px, ${this.at.y}px) scale(${this.zoom})`;
    this.image.style.filter = this.inverted ? 'invert(1)' : '';
    this.reading.set({ window: null, zoom: this.zoom, inverted: this.inverted });
  }

  private fetch(frame: Frame): Promise<string> {
    const known = this.kept.get(frame.key);
    if (known) return known;
    // Fetched rather than named to the image, so that failures can be told apart.
    const address = this.api.picture(renderedFrameUrl(frame)).then((blob) => URL.createObjectURL(blob));
    this.kept.set(frame.key, address);
    address.catch(() => this.kept.delete(frame.key));
    this.forget();
    return address;
  }

  private forget(): void {
    for (const [key, address] of this.kept) {
      if (this.kept.size <= KEPT) return;
      this.kept.delete(key);
      void address.then((url) => URL.revokeObjectURL(url), () => undefined);
    }
  }
}
