import { Button } from "@mantine/core";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Feed } from "../posts/feed";
import { focusPageHeading } from "../shell/page-heading";
import classes from "./new-posts.module.css";

/** Says that others have posted, and leaves it to the reader to go there. */
export function NewPosts({ feed }: { feed: Feed }): ReactElement {
  const { t } = useTranslation("app");
  return (
    <div className={classes.place} role="status">
      {feed.newPosts > 0 && (
        <Button
          className={classes.pill}
          h={40}
          radius="xl"
          leftSection={<IconArrowUp size={17} stroke={2.25} aria-hidden />}
          onClick={() => {
            feed.showNewPosts();
            const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
            scrollTo({ top: 0, behavior: still ? "instant" : "smooth" });
            focusPageHeading();
          }}
        >
          {t("feed.newPosts", { count: feed.newPosts })}
        </Button>
      )}
    </div>
  );
}
