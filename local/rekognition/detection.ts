/** A box in a picture, each edge as a share (0 to 1) of the picture's width or height. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One object that the model saw in one view of a picture. */
export interface Detection {
  /** The model's class number, 0 to 79. */
  readonly classId: number;
  /** The model's score, 0 to 1. A sure detection has .4 to .8: it is no probability. */
  readonly score: number;
  readonly box: Box;
}

/** A class of objects that a picture shows, as the views of it agree. */
export interface DetectedClass {
  /** The model's class number, 0 to 79. */
  readonly classId: number;
  /** How sure the views are of the class, on the scale of {@link Detection.score}. */
  readonly score: number;
  /** The objects of this class, the surest first; one at least. */
  readonly instances: ReadonlyArray<Pick<Detection, "score" | "box">>;
}
