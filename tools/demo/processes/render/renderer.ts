// Drawing takes the processor, so the program does it in a thread of its own, at low priority: whoever looks at the console comes first.
import os from 'node:os';
import { type MessagePort, Worker } from 'node:worker_threads';
import { type DemoExam, type PlannedObject, type RenderedObject, renderExam } from '../../world/index';

export interface Renderer {
  /** Draws the chosen objects of an exam, in their order. */
  draw(exam: DemoExam, chosen: readonly PlannedObject[], matrix: number): Promise<readonly RenderedObject[]>;
  close(): Promise<void>;
}

export async function drawn(exam: DemoExam, chosen: readonly PlannedObject[], matrix: number): Promise<RenderedObject[]> {
  const objects: RenderedObject[] = [];
  for await (const object of renderExam(exam, { matrix }, chosen)) objects.push(object);
  return objects;
}

interface Asked {
  readonly id: number;
  readonly exam: DemoExam;
  readonly chosen: readonly PlannedObject[];
  readonly matrix: number;
}
type Answered = { readonly id: number; readonly objects: readonly RenderedObject[] } | { readonly id: number; readonly problem: string };

const LOW_PRIORITY = 10;
/** It makes pictures of numbers and lets go of them, so it may have the young generation that the product's programs go without (tools/processes/node-flags.ts). */
const YOUNG_MIB = 32;

/** The thread's side. Niceness belongs to the thread on Linux; elsewhere all of the program becomes nicer. */
export function serveRenderer(port: MessagePort): void {
  os.setPriority(LOW_PRIORITY);
  port.on('message', ({ id, exam, chosen, matrix }: Asked) => {
    drawn(exam, chosen, matrix).then(
      (objects) => port.postMessage({ id, objects } satisfies Answered),
      (error: unknown) => port.postMessage({ id, problem: error instanceof Error ? error.message : String(error) } satisfies Answered),
    );
  });
}

/** Draws in a thread that runs `script`, which must call `serveRenderer` there. */
export function threadRenderer(script: string): Renderer {
  const worker = new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
  const waiting = new Map<number, (answer: Answered) => void>();
  let ended = false;
  let last = 0;
  worker.on('message', (answer: Answered) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const fail = (problem: string): void => {
    ended = true;
    for (const [id, settle] of waiting) settle({ id, problem });
    waiting.clear();
  };
  worker.on('error', (error: Error) => fail(error.message));
  worker.on('exit', () => fail('The drawing thread has ended.'));
  return {
    draw: async (exam, chosen, matrix) => {
      if (ended) throw new Error('The drawing thread has ended.');
      const id = ++last;
      const answer = await new Promise<Answered>((resolve) => {
        waiting.set(id, resolve);
        worker.postMessage({ id, exam, chosen, matrix } satisfies Asked);
      });
      if ('problem' in answer) throw new Error(answer.problem);
      // Buffers arrive as plain arrays of bytes
      return answer.objects.map((o) => ({ ...o, bytes: Buffer.from(o.bytes.buffer, o.bytes.byteOffset, o.bytes.byteLength) }));
    },
    close: async () => void (await worker.terminate()),
  };
}
