import { MantineProvider } from "@mantine/core";
import type { ReactElement } from "react";
import { Route, Switch } from "wouter";
import { ApiProvider } from "./api/query-client";
import { FeedPage } from "./pages/feed-page";
import { NotFoundPage } from "./pages/not-found-page";
import { PostPage } from "./pages/post-page";
import { UserPage } from "./pages/user-page";
import { FailureBoundary } from "./shell/failure-boundary";
import { Shell } from "./shell/shell";
import { createTextStorage } from "./state/text-storage";
import { createColorSchemeManager } from "./theme/color-scheme-manager";
import { cssVariablesResolver, theme } from "./theme/theme";

const colorSchemeManager = createColorSchemeManager(
  createTextStorage(() => window.localStorage),
  window,
);

/** The whole app: what it is built on, the shell, and the page of the address. */
export function App(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      cssVariablesResolver={cssVariablesResolver}
    >
      <FailureBoundary>
        <ApiProvider>
          <Shell>
            <Switch>
              <Route path="/" component={FeedPage} />
              <Route path="/user/:name" component={UserPage} />
              <Route path="/post/:id">{({ id }) => <PostPage key={id} id={id} />}</Route>
              <Route component={NotFoundPage} />
            </Switch>
          </Shell>
        </ApiProvider>
      </FailureBoundary>
    </MantineProvider>
  );
}
