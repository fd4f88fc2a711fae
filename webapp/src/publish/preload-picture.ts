/** How long a picture is waited for, in milliseconds. */
const PATIENCE = 5000;

/** Resolves when the browser has the picture and can show it at once; also when it cannot, or takes long. */
export function preloadPicture(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  return Promise.race([
    image.decode().catch(() => undefined),
    new Promise<void>((resolve) => setTimeout(resolve, PATIENCE)),
  ]);
}
