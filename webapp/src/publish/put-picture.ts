import { ApiError } from "../api/api-error";

export interface PutOptions {
  readonly signal: AbortSignal;
  /** Told how much of the picture has left, from 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/** An upload is given up after so many milliseconds in which nothing moved. */
const STALLED = 30_000;

/**
 * Sends a picture to a presigned URL. By XMLHttpRequest, since fetch does not tell how far an upload has come.
 *
 * @throws {ApiError} of the storage, with the status of the answer, 0 where none came; or the reason of the signal.
 */
export function putPicture(url: string, file: File, { signal, onProgress }: PutOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALLED);
    };
    request.open("PUT", url);
    request.setRequestHeader("Content-Type", file.type);
    request.upload.addEventListener("progress", ({ loaded }) => {
      moved();
      onProgress(Math.min(1, loaded / file.size));
    });
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(storageError(request.status));
    });
    request.addEventListener("error", () => reject(storageError(0)));
    request.addEventListener("abort", () => reject(signal.aborted ? signal.reason : storageError(0)));
    request.addEventListener("loadend", () => clearTimeout(stall));
    signal.addEventListener("abort", () => request.abort());
    moved();
    request.send(file);
  });
}

function storageError(status: number): ApiError {
  return new ApiError(status, { from: "storage" });
}
