import type { DetectedClass } from "./detection";
import type { RekognitionErrorName } from "./errors";

/** A picture to look at. */
export interface WorkerRequest {
  readonly id: number;
  /** A JPEG or PNG file. */
  readonly bytes: Uint8Array;
}

/** What the worker says: once that the model is ready, and then one answer a request, in order. */
export type WorkerMessage =
  | { readonly type: "ready" }
  | { readonly type: "detected"; readonly id: number; readonly classes: readonly DetectedClass[] }
  | { readonly type: "failed"; readonly id: number; readonly name: RekognitionErrorName; readonly message: string };
