import { useEffect, useId } from "react";
import { createStore, useStore } from "../state/store";

const candidates = createStore<readonly string[]>([]);

/**
 * True for one of the components that call this: a page may hold several buttons that open the composer, but one
 * dialog, and one pair of ears for what is dropped or pasted.
 */
export function useSoleHost(): boolean {
  const id = useId();
  useEffect(() => {
    candidates.set([...candidates.get(), id]);
    return () => candidates.set(candidates.get().filter((candidate) => candidate !== id));
  }, [id]);
  return useStore(candidates, ([first]) => first === id);
}
