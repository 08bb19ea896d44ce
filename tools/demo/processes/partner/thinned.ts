// Exams with fewer and wider slices: whole series without gaps, but less to draw, to send and to keep.
import { type DemoExam, type SeriesPlan } from '../../world/index';

/**
 * The exam with at most this many objects in each series. Stacks still reach from their first plane to their last. The same limit gives
 * an exam and one that repeats it the same objects.
 */
export function thinned(exam: DemoExam, perSeries: number): DemoExam {
  const series = exam.series.map((plan) => thin(plan, perSeries));
  return { ...exam, series, images: series.reduce((sum, s) => sum + s.images, 0) };
}

function thin(plan: SeriesPlan, most: number): SeriesPlan {
  if (plan.images <= most) return plan;
  const { phantom } = plan;
  if (!('stack' in phantom)) return { ...plan, images: most };
  const { stack } = phantom;
  return { ...plan, images: most, phantom: { ...phantom, stack: { ...stack, step: (stack.step * plan.images) / most } } };
}
