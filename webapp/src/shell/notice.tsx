import type { ReactElement, ReactNode } from "react";
import classes from "./notice.module.css";

interface NoticeProps {
  /** An h2, unless it brings an element of its own. */
  readonly title: string | ReactElement;
  readonly text?: string | undefined;
  readonly icon?: ReactNode;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** A state of the page that stands where posts would: nothing there, not found, failed. */
export function Notice({ title, text, icon, children }: NoticeProps): ReactElement {
  return (
    <div className={classes.notice}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      {typeof title === "string" ? <h2 className={classes.title}>{title}</h2> : title}
      {text !== undefined && <p className={classes.text}>{text}</p>}
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
