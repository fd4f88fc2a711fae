import type { Instance } from "@aws-sdk/client-rekognition";
import { ancestors, COCO_CLASS_NAMES, TAXONOMY } from "./coco-classes";
import type { Box, DetectedClass } from "./detection";

/** A label with all the fields that the service gives it; assignable to the SDK's `Label`. */
export interface DetectedLabel {
  readonly Name: string;
  /** In percent. */
  readonly Confidence: number;
  /** Where the objects are; empty for a label above a class of objects. */
  readonly Instances: Instance[];
  /** All labels above this one. */
  readonly Parents: Array<{ Name: string }>;
  readonly Aliases: Array<{ Name: string }>;
  readonly Categories: Array<{ Name: string }>;
}

/** Which of the labels a caller wants; field names and defaults as in the API's `DetectLabels` request. */
export interface LabelSelection {
  /** The most labels to give. */
  readonly maxLabels: number;
  /** The lowest confidence to give, in percent. */
  readonly minConfidence: number;
  /** Where given, only labels that are named here, or whose category is, are kept. */
  readonly includeLabels?: readonly string[] | undefined;
  readonly includeCategories?: readonly string[] | undefined;
  /** Labels named here, or whose category is, are left out, included or not. */
  readonly excludeLabels?: readonly string[] | undefined;
  readonly excludeCategories?: readonly string[] | undefined;
}

/**
 * The confidence, in percent, that stands for a score of the model: `100 · score^¼`.
 *
 * The model's scores are no probabilities: a cat that fills the picture has .7. The fourth root keeps their order and
 * puts a sure detection where Rekognition's confidences lie (.7 becomes 91, .32 becomes 75, .2 becomes 67); it does not
 * make the figure mean what Rekognition's means.
 */
export function confidence(score: number): number {
  return 100 * score ** 0.25;
}

/**
 * All labels of a picture, the surest first, as the service gives them: a class of objects brings along the labels
 * above it, each with the confidence of the surest class below. Of labels as sure as each other, those of the objects
 * themselves come first, so that `MaxLabels` cuts off "Animal" rather than "Cat".
 *
 * @param classes the surest first
 */
export function toLabels(classes: readonly DetectedClass[]): DetectedLabel[] {
  const labels = new Map<string, DetectedLabel>();
  for (const { classId, score, instances } of classes) {
    const name = COCO_CLASS_NAMES[classId];
    if (name === undefined) throw new RangeError(`The model has no class ${classId}`);
    labels.set(name, toLabel(name, confidence(score), instances.map(toInstance)));
    for (const parent of ancestors(name)) {
      if (!labels.has(parent)) labels.set(parent, toLabel(parent, confidence(score), []));
    }
  }
  return [...labels.values()].sort(bySureness);
}

/** Those of a picture's labels, the surest first, that a caller asked for. */
export function selectLabels(labels: readonly DetectedLabel[], selection: LabelSelection): DetectedLabel[] {
  const { maxLabels, minConfidence, includeLabels, includeCategories, excludeLabels, excludeCategories } = selection;
  const includesAll = !includeLabels?.length && !includeCategories?.length;
  return labels
    .filter(({ Confidence }) => Confidence >= minConfidence)
    .filter((label) => includesAll || isNamed(label, includeLabels, includeCategories))
    .filter((label) => !isNamed(label, excludeLabels, excludeCategories))
    .slice(0, maxLabels);
}

function isNamed(label: DetectedLabel, names: readonly string[] = [], categories: readonly string[] = []): boolean {
  return names.includes(label.Name) || label.Categories.some(({ Name }) => categories.includes(Name));
}

function bySureness(a: DetectedLabel, b: DetectedLabel): number {
  const objectsFirst = Number(b.Instances.length > 0) - Number(a.Instances.length > 0);
  return b.Confidence - a.Confidence || objectsFirst || a.Name.localeCompare(b.Name);
}

function toLabel(name: string, percent: number, instances: Instance[]): DetectedLabel {
  const entry = TAXONOMY.get(name);
  return {
    Name: name,
    Confidence: percent,
    Instances: instances,
    Parents: ancestors(name).map((Name) => ({ Name })),
    Aliases: (entry?.aliases ?? []).map((Name) => ({ Name })),
    Categories: entry ? [{ Name: entry.category }] : [],
  };
}

function toInstance({ score, box }: { score: number; box: Box }): Instance {
  return {
    BoundingBox: { Width: box.right - box.left, Height: box.bottom - box.top, Left: box.left, Top: box.top },
    Confidence: confidence(score),
  };
}
