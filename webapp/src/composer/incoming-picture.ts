import { useEffect, useState } from "react";

function pictureAmong(transfer: DataTransfer | null): File | undefined {
  const files = [...(transfer?.files ?? [])];
  return files.find((file) => file.type.startsWith("image/")) ?? files[0];
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/**
 * Listens to the whole page for a file that is dropped or pasted. A paste into a field stays the field's, unless
 * `fieldsToo` says that pictures belong to the form around it, and what is pasted has no text.
 *
 * @returns whether a file is being dragged over the page
 */
export function useIncomingPicture(take: (picture: File) => void, fieldsToo: boolean): boolean {
  const [dragging, setDragging] = useState(false);

  useEffect(() => {
    const page = new AbortController();
    const { signal } = page;
    const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const over = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      // Without this the browser would leave the page to show the file.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      setDragging(true);
    };
    window.addEventListener("dragenter", over, { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("dragleave", (event) => event.relatedTarget === null && setDragging(false), { signal });
    window.addEventListener(
      "drop",
      (event) => {
        setDragging(false);
        if (!bringsFiles(event)) return;
        event.preventDefault();
        const picture = pictureAmong(event.dataTransfer);
        if (picture) take(picture);
      },
      { signal },
    );
    window.addEventListener(
      "paste",
      (event) => {
        const picture = pictureAmong(event.clipboardData);
        if (!picture) return;
        if (isField(event.target) && (!fieldsToo || event.clipboardData?.types.includes("text/plain"))) return;
        event.preventDefault();
        take(picture);
      },
      { signal },
    );
    return () => page.abort();
  }, [take, fieldsToo]);

  return dragging;
}
