import { ApiError } from "../api/api-error";

export interface PutOptions {
  readonly signal: AbortSignal;
  /** Told how much of the picture has left, from 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/**
 * Sends a picture to a presigned URL. By XMLHttpRequest, since fetch does not tell how far an upload has come.
 *
 * @throws {ApiError} with the status of the answer, 0 where none came; or the reason of the signal.
 */
export function putPicture(url: string, file: File, { signal, onProgress }: PutOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("Content-Type", file.type);
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(Math.min(1, loaded / file.size)));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new ApiError(request.status));
    });
    request.addEventListener("error", () => reject(new ApiError(0)));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
