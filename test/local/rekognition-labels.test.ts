import fc from "fast-check";
import { ancestors, COCO_CLASS_NAMES, TAXONOMY } from "../../local/rekognition/coco-classes";
import type { Detection } from "../../local/rekognition/detection";
import { confidence, toLabels } from "../../local/rekognition/labels";
import { mergeViews } from "../../local/rekognition/merge-views";

const PERSON = 0;
const CAT = 15;
const DOG = 16;

const box = { left: 0.1, top: 0.1, right: 0.5, bottom: 0.5 };
const elsewhere = { left: 0.6, top: 0.6, right: 0.9, bottom: 0.9 };
const seen = (classId: number, score: number, where = box): Detection => ({ classId, score, box: where });

describe("the taxonomy", () => {
  test("has the model's 80 classes, each once, in the order of COCO", () => {
    expect(new Set(COCO_CLASS_NAMES).size).toBe(80);
    expect([0, 15, 16, 60, 67, 79].map((id) => COCO_CLASS_NAMES[id])).toEqual([
      "Person",
      "Cat",
      "Dog",
      "Dining Table",
      "Mobile Phone",
      "Toothbrush",
    ]);
  });

  test("knows every label that it names as a parent", () => {
    const parents = [...TAXONOMY.values()].flatMap((entry) => entry.parents);
    expect(parents.filter((parent) => !TAXONOMY.has(parent))).toEqual([]);
  });

  test("gives all ancestors, near and far", () => {
    expect(ancestors("Car")).toEqual(["Transportation", "Vehicle"]);
    expect(ancestors("Dog")).toEqual(["Animal", "Canine", "Mammal", "Pet"]);
    expect(ancestors("Person")).toEqual([]);
  });
});

describe("the confidence of a score", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });

  test("keeps the order of scores and lies between 0 and 100", () => {
    fc.assert(
      fc.property(score, score, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(confidence(low)).toBeLessThanOrEqual(confidence(high));
        expect(confidence(low)).toBeGreaterThanOrEqual(0);
        expect(confidence(high)).toBeLessThanOrEqual(100);
      }),
    );
    expect(confidence(0.3)).toBeLessThan(confidence(0.31));
  });
});

describe("the merge of the views", () => {
  test("takes for each class the median of its best scores, so that one view may err", () => {
    const merged = mergeViews([[seen(DOG, 0.6), seen(CAT, 0.2)], [seen(CAT, 0.6), seen(DOG, 0.1)], [seen(CAT, 0.7)]]);
    expect(merged.map(({ classId, score }) => [classId, score])).toEqual([[CAT, 0.6]]);
  });

  test("ignores what only one view sees", () => {
    expect(mergeViews([[seen(CAT, 0.9)], [], []])).toEqual([]);
  });

  test("counts an object once though the model gives several boxes of it", () => {
    const shifted = { ...box, left: 0.12 };
    const view = [seen(PERSON, 0.5, shifted), seen(PERSON, 0.6), seen(PERSON, 0.4, elsewhere), seen(PERSON, 0.1)];
    const [person] = mergeViews([view, view, view]);
    expect(person?.instances).toEqual([
      { score: 0.6, box },
      { score: 0.4, box: elsewhere },
    ]);
  });

  test("gives classes the surest first, each with an object as sure as its class", () => {
    const detection = fc.record({
      classId: fc.integer({ min: 0, max: 79 }),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      box: fc.constantFrom(box, elsewhere),
    });
    const view = fc.array(detection, { maxLength: 20 });
    fc.assert(
      fc.property(view, view, view, (...views) => {
        const merged = mergeViews(views);
        const scores = merged.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const { score, instances } of merged) expect(instances[0]?.score).toBe(score);
      }),
    );
  });
});

describe("the labels of a picture", () => {
  const instances = [{ score: 0.5, box }];

  test("hold a shared parent once, as sure as the surest class below it", () => {
    const labels = toLabels([
      { classId: CAT, score: 0.7, instances },
      { classId: DOG, score: 0.4, instances },
    ]);
    const animals = labels.filter(({ Name }) => Name === "Animal");
    expect(animals).toMatchObject([{ Confidence: confidence(0.7), Instances: [] }]);
    expect(labels.map(({ Name }) => Name)).toEqual(["Cat", "Animal", "Mammal", "Pet", "Dog", "Canine"]);
  });

  test("give boxes as the service does: left, top, width and height", () => {
    const [label] = toLabels([{ classId: PERSON, score: 0.5, instances }]);
    expect(label?.Instances).toEqual([
      { BoundingBox: { Left: 0.1, Top: 0.1, Width: 0.4, Height: 0.4 }, Confidence: confidence(0.5) },
    ]);
  });
});
