import { Skeleton, VisuallyHidden } from "@mantine/core";
import type { ReactElement } from "react";
import card from "./post-card.module.css";
import classes from "./skeleton-cards.module.css";

interface SkeletonCardsProps {
  /** Says what is being loaded. */
  readonly label: string;
  readonly count?: number;
}

/** The outlines of posts that are being loaded. */
export function SkeletonCards({ label, count = 3 }: SkeletonCardsProps): ReactElement {
  return (
    <div role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      <div className={classes.cards} aria-hidden>
        {Array.from({ length: count }, (_, index) => (
          <div key={index} className={card.card}>
            <div className={card.top}>
              <Skeleton height={40} circle />
              <Skeleton height={12} width={140} radius="xl" ml={8} />
            </div>
            <Skeleton className={classes.picture} radius={0} />
            <div className={card.words}>
              <Skeleton height={16} width="55%" radius="xl" my={4} />
              <Skeleton height={11} width="90%" radius="xl" my={3} />
              <Skeleton height={11} width="70%" radius="xl" my={3} />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
