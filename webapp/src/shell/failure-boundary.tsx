import { Button } from "@mantine/core";
import i18next from "i18next";
import { Component, type ReactNode } from "react";
import { Notice } from "./notice";

/** Shows that the app has failed, and a way to start it anew, where otherwise the page would be blank. */
export class FailureBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main role="alert">
        <Notice title={<h1>{i18next.t("error.startTitle")}</h1>} text={i18next.t("error.startText")}>
          <Button h={40} onClick={() => location.reload()}>
            {i18next.t("error.reload")}
          </Button>
        </Notice>
      </main>
    );
  }
}
