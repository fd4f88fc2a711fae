import { readFile } from "node:fs/promises";
import path from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import type { io } from "@tensorflow/tfjs-core";
import { setBackend, Tensor, tensor4d } from "@tensorflow/tfjs-core";
import type { DetectedClass, Detection } from "./detection";
import { mergeViews } from "./merge-views";
import { FRAME_SIZE, pictureViews, type View } from "./views";

/** The model's output: `[1, 100, 6]` of x1, y1, x2, y2 (pixels of the frame), score, class number. */
const OUTPUT = "tower_0/detections";
const VALUES_PER_DETECTION = 6;

/** Finds objects in pictures. */
export interface ObjectDetector {
  /**
   * The classes of objects in a JPEG or PNG picture, the surest first.
   *
   * @throws RekognitionError where the picture is none, or too small or too large.
   */
  detect(bytes: Uint8Array): Promise<DetectedClass[]>;
}

/**
 * Loads CenterNet on a MobileNetV3 backbone (COCO, 80 classes), as `@vladmandic/human` ships it, onto TensorFlow.js's
 * WebAssembly backend, and runs it once, since the first run prepares the kernels and takes twice as long.
 */
export async function loadObjectDetector(): Promise<ObjectDetector> {
  setWasmPaths(`${path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}${path.sep}`);
  const [artifacts] = await Promise.all([readModel(), setBackend("wasm")]);
  const model = await loadGraphModel({ load: async () => artifacts });

  const run = async (pixels: Uint8Array): Promise<Float32Array> => {
    const input = tensor4d(new Float32Array(pixels), [1, FRAME_SIZE, FRAME_SIZE, 3]);
    const output = model.execute(input, OUTPUT);
    input.dispose();
    if (!(output instanceof Tensor)) throw new Error(`The model gave no single tensor ${OUTPUT}`);
    const values = await output.data<"float32">();
    output.dispose();
    return values;
  };

  await run(new Uint8Array(FRAME_SIZE * FRAME_SIZE * 3));
  return {
    async detect(bytes) {
      const views = await pictureViews(bytes);
      const seen: Detection[][] = [];
      for (const view of views) seen.push(detections(await run(view.pixels), view));
      return mergeViews(seen);
    },
  };
}

async function readModel(): Promise<io.ModelArtifacts> {
  const folder = path.join(path.dirname(require.resolve("@vladmandic/human")), "..", "models");
  const [json, weights] = await Promise.all([
    readFile(path.join(folder, "centernet.json"), "utf8"),
    readFile(path.join(folder, "centernet.bin")),
  ]);
  const { modelTopology, weightsManifest, format, signature }: io.ModelJSON = JSON.parse(json);
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(weights).buffer,
    ...(format && { format }),
    ...(signature && { signature }),
  };
}

function detections(values: Float32Array, view: View): Detection[] {
  return Array.from({ length: values.length / VALUES_PER_DETECTION }, (_, index) => {
    const start = index * VALUES_PER_DETECTION;
    const [left = 0, top = 0, right = 0, bottom = 0, score = 0, classId = 0] = values.subarray(
      start,
      start + VALUES_PER_DETECTION,
    );
    return { classId, score, box: view.toPicture({ left, top, right, bottom }) };
  });
}
