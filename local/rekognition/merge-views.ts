import type { Box, DetectedClass, Detection } from "./detection";

/**
 * The lowest score that counts as having seen something.
 *
 * Pictures of one flat colour or of noise reach .18 once the views are merged; objects that are there, .3 and more.
 */
const MIN_SCORE = 0.2;

/** Two boxes of one class that overlap more than this (intersection over union) are the same object. */
const SAME_OBJECT_OVERLAP = 0.5;

/**
 * What a picture shows, from what the model saw in each of its views: the classes, the surest first.
 *
 * A class scores the median over the views of its best score in each, so that one view that errs, either way, changes
 * nothing: at 512 pixels the model takes a grey cat for a dog, at 384 and 320 it does not. The objects are those of the
 * view that has the median, so that the surest of them is as sure as its class.
 *
 * @param views an odd number of views
 */
export function mergeViews(views: ReadonlyArray<readonly Detection[]>): DetectedClass[] {
  const classIds = new Set(views.flat().map(({ classId }) => classId));
  return [...classIds]
    .map((classId) => {
      const ofClass = views
        .map((view) => view.filter((detection) => detection.classId === classId))
        .sort((a, b) => bestScore(a) - bestScore(b));
      const median = ofClass[Math.floor(ofClass.length / 2)] ?? [];
      return { classId, score: bestScore(median), instances: distinctObjects(median) };
    })
    .filter(({ score }) => score >= MIN_SCORE)
    .sort((a, b) => b.score - a.score);
}

function bestScore(detections: readonly Detection[]): number {
  return detections.reduce((best, { score }) => Math.max(best, score), 0);
}

/** The detections without those that a surer one covers, and without those too weak to count. */
function distinctObjects(detections: readonly Detection[]): Array<Pick<Detection, "score" | "box">> {
  const kept: Array<Pick<Detection, "score" | "box">> = [];
  for (const { score, box } of [...detections].sort((a, b) => b.score - a.score)) {
    if (score < MIN_SCORE) break;
    if (kept.every((other) => overlap(other.box, box) <= SAME_OBJECT_OVERLAP)) kept.push({ score, box });
  }
  return kept;
}

/** Intersection over union, 0 to 1. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (area(a) + area(b) - intersection);
}

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}
