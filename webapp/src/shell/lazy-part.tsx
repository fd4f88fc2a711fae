import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from "react";

interface LazyPartProps<Props> {
  readonly props: Props;
  /** Stands in while the part is being loaded. */
  readonly loading?: ReactNode;
  /** Stands in where that failed. It is tried again by itself once the browser is online again. */
  readonly failed: (retry: () => void) => ReactNode;
}

/**
 * A component that is loaded when it is first shown. Other than with React.lazy, a failure is not for good: a phone that
 * was offline for a moment should need no reload of the page.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<LazyPartProps<Props>> {
  let loaded: ComponentType<Props> | undefined;

  return function LazyPart({ props, loading = null, failed }) {
    const [Part, setPart] = useState(() => loaded);
    const [hasFailed, setHasFailed] = useState(false);

    const fetchPart = useCallback(() => {
      setHasFailed(false);
      load().then(
        (part) => {
          loaded = part;
          setPart(() => part);
        },
        () => setHasFailed(true),
      );
    }, []);

    const isMissing = Part === undefined;
    useEffect(() => {
      if (isMissing) fetchPart();
    }, [isMissing, fetchPart]);
    useEffect(() => {
      if (!hasFailed) return;
      addEventListener("online", fetchPart);
      return () => removeEventListener("online", fetchPart);
    }, [hasFailed, fetchPart]);

    if (Part !== undefined) return <Part {...props} />;
    return hasFailed ? failed(fetchPart) : loading;
  };
}
