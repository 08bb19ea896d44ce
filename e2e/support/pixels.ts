import { type Locator } from '@playwright/test';

/** Share of a canvas's picture, as it stands on the screen, that is neither black nor the commonest other grey: 0 when nothing is drawn. */
export async function drawnShare(canvas: Locator): Promise<number> {
  const shot = (await canvas.screenshot()).toString('base64');
  return canvas.evaluate(async (_, png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const sheet = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    sheet.drawImage(image, 0, 0);
    const { data } = sheet.getImageData(0, 0, image.width, image.height);
    const counts = new Map<number, number>();
    for (let i = 0; i < data.length; i += 4) counts.set(data[i]!, (counts.get(data[i]!) ?? 0) + 1);
    const common = [...counts.values()].sort((a, b) => b - a);
    return 1 - ((common[0] ?? 0) + (common[1] ?? 0)) / (data.length / 4);
  }, shot);
}
